"""The forms of asking in English, as patterns on plain text (see `text.plain`)."""

from __future__ import annotations

import re

WH = r"(?:what|which|who|whom|whose|where|when|why|how)"
PERSON = r"(?:i|you|he|she|it|we|they|y'all)"
SUBJECT = (
    rf"(?:{PERSON}|this|that|these|those|there|the|a|an|my|your|his|her|its|our|their|"
    r"any|some|all|each|every|both|one|most|many|much|no|anyone|anybody|anything|someone|somebody|"
    r"something|everyone|everybody|everything|people|folks|everybody)"
)
BE = r"(?:is|are|was|were|am|isn't|aren't|wasn't|weren't)"
DO = r"(?:do|does|did|don't|doesn't|didn't)"
MODAL = (
    r"(?:can|could|would|will|should|shall|may|might|must|"
    r"can't|couldn't|wouldn't|won't|shouldn't|mightn't|cannot)"
)
HAVE = r"(?:have|has|had|haven't|hasn't|hadn't)"
AUX = rf"(?:{BE}|{DO}|{MODAL}|{HAVE})"
MARKER = (
    r"(?:so|okay|ok|oh|well|and|but|or|then|now|right|alright|all right|yeah|yes|yep|no|sure|great|"
    r"perfect|cool|nice|good|awesome|excellent|thanks|thank you|hey|hi|hello|listen|look|actually|"
    r"basically|honestly|also|just|like|anyway|maybe|first|firstly|first of all|second|secondly|"
    r"next|finally|lastly|last question|quick question|one (?:more |last |quick )?question|"
    r"another question|next question|follow up question|my (?:next |first |last |other )?question"
    r"(?: for you)?(?: is)?|the question (?:is|then is)|"
    r"question|i mean|you know|i guess|i suppose|please|sorry|excuse me|again|in that case|"
    r"out of curiosity|by the way|for example|for instance|on that note|one more thing|"
    r"let me ask(?: you)?(?: this| something)?|can i ask(?: you)?|may i ask|i have to ask|"
    r"got it|i see|makes sense|interesting|fair enough|that makes sense|that's (?:great|good|"
    r"helpful)|"
    r"real quick|moving on|let's see|because|if not|if so|if i may|"
    r"(?:thanks|thank you) (?:for (?:that|this|sharing that|the [a-z]+)|so much|very much))"
)
_LEAD = re.compile(rf"^(?:(?:{MARKER})(?: ,)? +(?:, )?)+(?=\S)")
_NAME = re.compile(r"^[a-z]+ , ")
ASK_VERB = r"(?:tell|explain|describe|walk|talk|show|share|say|give|clarify|elaborate|expand)"
WH_CLAUSE = r"(?:if|whether|what|which|who|where|when|why|how|about)"

_WH_START = re.compile(
    rf"^(?:(?:to|in|for|on|at|from|with|by|about|under|of|since|until) )?(?:"
    rf"(?:what|who|whom|where|when|why|how|whose)(?:'s|'re|'d|'ll|'ve| exactly {AUX}| {AUX})\b"
    rf"|which(?:'s|'re| (?!is\b|was\b|means?\b|meant\b){AUX})\b"
    rf"|which is (?:\w+er|better|best|the \w+|more|less|worse|your|it)\b"
    # "how many people are", "what kind of database do": a noun phrase, then the verb
    rf"|(?:what|which|whose|how)(?: (?!{PERSON}\b|the\b|my\b|your\b|our\b|their\b|his\b|{AUX}\b)"
    rf"[\w'/+#.-]+){{1,5}} {AUX} "
    rf"|who (?!{PERSON}\b|knows$|cares$|the\b)\w+"
    rf"|what (?:happens|happened|causes|caused|makes|made|drives|drove|led|goes|went|comes|came|"
    rf"works|worked|changed|brought|brings|motivates|motivated|matters|triggers|prevents|stops|"
    rf"keeps|sets|inspired|excites|if|about|else|next|would|sort of|kind of|type of)\b"
    rf"|which (?!is\b|was\b|means?\b|meant\b|makes?\b|made\b|gives?\b|gave\b|allows?\b|led\b|"
    rf"takes?\b|helps?\b|in turn\b|{PERSON}\b|the\b|our\b|my\b|then\b|also\b|has\b|had\b)\w+ \w+"
    rf"|how (?:about|come|so|many|much|long|often|far|fast|big|large|soon|old|deep|else)\b"
    rf"|why (?!{PERSON}\b|the\b|my\b|our\b|your\b|their\b|that\b|this\b)\w+"
    rf"|whose \w+"
    rf")"
)
_CLEFT = re.compile(
    rf"^(?:what(?:'s| is| was)? (?:\w+ ){{0,4}}?(?:\w+) (?:is|was) (?:that|how|when|we|they|i)\b"
    rf"|what (?:happened|happens|matters|works|worked|changed|makes it \w+) (?:is|was)\b"
    rf"|(?:what|where|how|why|when) {PERSON} .*\b(?:is|was|are|were)\b)"
)
_AUX_START = re.compile(
    rf"^(?:(?:{DO}|{BE}|{MODAL}|has|hasn't|have|haven't) {SUBJECT}\b"
    rf"|(?:does|did|is|are|was|were|has|doesn't|didn't|isn't|aren't|wasn't) (?!not\b)[\w'-]+ \w+"
    rf"|(?:can|could|would|will|should) (?!be\b|not\b|have\b|do\b|also\b|you're\b)[\w'-]+ \w+ \w+"
    rf"|had {PERSON} (?:\w+ )?(?:ever|already|before)\b)"
)
_AUX_NOT = re.compile(
    r"^(?:do (?:the|a|an|it|this|that|some|one|no|all|both|each|your|my|any|n't|not|these|those)\b"
    r"|don't (?:the|a|an|it|my|this|that|any|some|even|be|let|forget|worry|do|all|your|his|her)\b"
    r"|have (?:a|an|the|your|this|that|it|some|no|fun|one|my|all|each|her|him)\b"
    r"|will do|can do|would be|could be|should be|must be|may be|might be|must\b|"
    r"may (?:the|all|your|god|this|it|they|he|she)\b|"
    r"would (?:love|like|recommend|say|prefer|argue|suggest)|could (?:use|care|go)|might|"
    r"is what it is|can't (?:wait|believe|complain|say|hear|see)|won't|shouldn't be|"
    # conditions in an old-fashioned order: "should you need anything", "had he known"
    r"should (?:you|anyone|anything|there|we|i|it|they) (?:need|have|want|ever|be any|arise|"
    r"fail)\b|"
    r"were (?:it|we|i|you|he|she|they) (?:not|to)\b)"
)
_WH_INSIDE = re.compile(
    rf"\b(?:what|where|when|why|how|who|(?:what|which|how)(?: (?!{PERSON}\b|{AUX}\b)\w+){{1,3}}) "
    rf"(?:(?:{DO}|{MODAL}|have|has|had|haven't) {SUBJECT}|(?:are|is|was|were|'s|'re) "
    rf"(?:you|we|they|he|she|i|it|there|this|that|these|your|the|our|its|their|my))\b"
)
_WH_SHORT_INSIDE = re.compile(
    r"\b(?:how about you|what about (?:the|you|your|that|this)|what if we|how come|"
    r"(?:what|where|who|how|when)'s (?:the|your|that|this|it)|"
    r"what (?:happens|happened) (?:if|when|to|with|next|there))\b"
)
_AUX_INSIDE = re.compile(
    r"(?<!\bto )(?<!\bwe )(?<!\bi )(?<!\bthey )(?<!\bthat )(?<!\bnor )(?<!\bneither )(?<!\byou )"
    r"(?<!\bwhatever )(?<!\bthan )(?<!\bas )"
    r"\b(?:do you|did you|does (?:it|that|this|your|the)|have you|are you|were you|"
    r"could you|would you|will you|can you|can we|can i|should we|should i|could we|could i|"
    r"do we|do they|did they|did it|isn't (?:it|that|there)|don't you|aren't (?:you|they)|"
    r"would that|would it|will it|will that|is there|are there|was there|were there|is this|"
    r"is your|are your|do your|does your|did your|is that|is it)\b"
    r"(?! (?:can|could|should|will|would|are|is|was|know$)\b)"
)
_COPULA_BEFORE = re.compile(
    r"\b(?:thing|issue|problem|point|idea|truth|fact|reason|answer|goal|plan|matters|important|"
    r"means|news|what|which|who|that|it|this|there|if|because|where|how|why|all|case|than|"
    r"question|wonder|wondering|whether|say|said|know|sure|hope|i'm|kafka)$"
)
_QUOTER = re.compile(
    r"\b(?:said|says|saying|asked|asks|asking|was like|were like|is like|are like|thought|"
    r"thinking|told (?:me|us|them|him|her)|wrote|called|titled|ask (?:me|us|ourselves|myself)|"
    r"people (?:always |often )?ask|they ask|(?:i|we) (?:always|often|usually) ask|reads|heard|"
    r"don't know|no idea|not sure|knows|remember|depends on|matter of|know|see|understand|"
    r"figure out|figured out|about)(?: , | | \w+ , |)$"
)
_INDIRECT = re.compile(
    r"\b(?:(?:i|we)(?:'m| am| was|'re| are| were)? (?:just |also |really |always |a bit |kind of |"
    r"sort of |still |only |very )*(?:wonder|wondering|wondered|curious|interested)"
    r"(?: to (?:know|hear|learn|see|understand))?(?: in (?:hearing|knowing|learning|"
    r"understanding|how|"
    r"what|why|whether|your))? ?(?:, )?(?:if|whether|what|which|who|where|when|why|how|about|"
    r"your|in)\b"
    r"|(?:i'd|i would|we'd|we would)(?: also| just| really)* (?:like|love|want|be (?:curious|"
    r"interested|keen|happy|grateful))(?: for you)? to (?:know|hear|understand|learn|ask|find "
    r"out|get"
    r" (?:a sense|your|an idea|a feel)|see (?:how|what|an example|if|whether)|dig|talk about|"
    r"discuss)\b"
    r"|(?:i|we)(?:'d| would)? (?:just |also |really )*(?:want|wanted|need|like|have) (?:you )?to "
    r"(?:ask|know|understand|hear|check|clarify|confirm|find out)(?: you)?(?: about| more)*"
    r"(?: ,)? (?:if|whether|what|which|who|where|when|why|how|about|your|something|one|from you)\b"
    r"|(?:i'd|i would|we'd) (?:like|love|want) (?:for )?you to " + ASK_VERB + r"\b"
    r"|i want you to " + ASK_VERB + r"\b"
    r"|what (?:i|we)(?:'d| would)?(?: really| also)* (?:like to|love to|want to|wanted to|need to|"
    r"wonder|don't (?:understand|get)|am (?:wondering|asking))\b.*"
    r"|(?:it|that)(?:'d| would) be (?:great|good|helpful|nice|interesting|useful|lovely|awesome)"
    r" (?:if you (?:could|can|would)|to (?:know|hear|understand|learn|get your))\b"
    r"|(?:do you|can you|could you|would you) (?:happen to|mind|know)\b"
    r"|you wouldn't happen to|help (?:me|us) (?:to )?understand\b"
    r"|(?:i'm|we're|i am|we are) (?:just |still |also |really )?(?:trying to (?:understand|"
    r"figure out|"
    r"get a sense)|struggling to (?:understand|see)|"
    r"not (?:quite |entirely |really )?(?:sure|clear) (?:i (?:understand|follow|get)|on|about))"
    r"|(?:i|we) (?:don't|do not|didn't) (?:quite |really |fully )?(?:understand|get|follow|see) "
    r"(?:why|how|what you)\b"
    r"|(?:^|, )(?:just |also )*(?:curious|wondering|interested) (?:to (?:know|hear) )?"
    r"(?:if|whether|what|which|who|where|when|why|how|about)\b"
    r"|^any (?:idea|thoughts?|chance|update|updates|concerns|news|plans|tips|advice|opinion|"
    r"feedback|experience|preference|preferences|suggestions|recommendations|reason)\b"
    r"(?! (?:will|would|can|is|are|you have)\b)"
    r"|^thoughts on\b)"
)
_INDIRECT_NOT = re.compile(
    r"^(?:he|she|they|people|everyone|customers|users|my|the|some)\b|"
    r"\b(?:used to wonder|no wonder|always wondered|often wondered)\b|"
    r"^if you(?:'re| are) (?:curious|interested|wondering)"
)
_POLITE = r"(?:(?:can|could|would|will) you (?:please |maybe |kindly |just |briefly |quickly )*)?"
_IMPERATIVE = re.compile(
    r"^(?:please |just |maybe |kindly |briefly |quickly |perhaps |go ahead and |let's |you can |"
    r"if you (?:could|can|would) (?:just |please )*|if possible |could you |can you |"
    r"start by |begin by |why don't you )*(?:"
    r"tell (?:me|us)(?! about it$)\b(?! (?:if you need|when you(?:'re| are) (?:ready|done)))"
    r"|tell (?:everyone|everybody|the (?:group|team|audience|panel)|them) (?:about|how|what|why|a)"
    r"|telling (?:me|us)"
    r"|(?:walk|talk|take|run|guide|step|lead) (?:me|us|everyone|the team) (?:through|over|along)"
    r"|walking (?:me|us) through"
    r"|talk (?:a (?:bit|little)(?: bit)? |more |to (?:me|us) |briefly |some )*about"
    r"|speak (?:a (?:bit|little)(?: bit)? |more |briefly )*(?:to|about) (?:your|how|what|the|why)"
    r"|give (?:me|us) (?!a (?:second|sec|moment|minute|hand|call|break|shout|ring|ping|heads|few)"
    r"|one (?:second|sec|moment|minute)|\d+|five|ten|two)"
    r"|explain|describe|define|elaborate|summari[sz]e|outline|clarify|illustrate|justify"
    r"|compare (?:and contrast )?\w+|contrast \w+|differentiate"
    r"|expand (?:on|a bit|a little|more)"
    r"|show (?:me|us) (?:how|what|why|where|an|your|the (?:way|steps))"
    r"|teach (?:me|us)|convince (?:me|us)|remind (?:me|us) (?:what|how|who|why|when|where|again|of)"
    r"|help (?:me|us) understand"
    r"|share (?:with (?:me|us)|an?|some|your (?!screen|slides|desktop|window|link|calendar|"
    r"document|file)"
    r"|one|how|what|more)\b"
    r"|introduce yourself|(?:name|list|identify|mention) (?:one|two|three|four|five|a|an|some|the|"
    r"your|all|any|a few|several)\b"
    r"|discuss (?:how|what|why|your|the (?:trade|difference|pros|main|way))"
    r"|(?:imagine|suppose|assume|let's say|say) .*\b(?:what|how|which|why|where|who|would you|"
    r"do you)\b"
    r"|design (?:a|an|me)\b|estimate (?:how|the)|sell me\b|say more\b"
    r"|let (?:me|us) (?:know|hear) (?:how|what|why|which|who|where|whether|about|your)\b"
    r"|let's (?:hear|talk) (?:about|from you|how) (?:your|how|why|what|a time)"
    r")(?:\b|$)"
)
_IMPERATIVE_NOT = re.compile(
    r"^(?:let me know (?:if|when)|tell (?:me|us) about it$|explain (?:it )?later|"
    r"describe(?:d|s)\b|let's say$|give (?:me|us) (?:a )?(?:sec|second|moment|minute)|"
    r"let (?:me|us) know (?:what|how|which|when|where) (?:you (?:decide|need|want|prefer)|works|"
    r"time|it goes|that goes|i can))"
)
_LATE_IMPERATIVE = re.compile(
    r"(?:, |\b(?:please|and|so|then|but|now|okay|well|maybe) )(?:(?:please|just) )*"
    r"(?:(?:tell|walk|talk|take) (?:me|us) (?:about|through|how|what|why|more|a bit|which|where|"
    r"who)|"
    r"give (?:me|us) (?:an (?:example|overview|idea)|a sense|your)|"
    r"explain (?:how|why|what|to me|the|your|it)|describe (?:how|what|your|the|a))\b"
)
_TAG = re.compile(
    rf"(?:, |\s)(?:{AUX} (?:i|you|he|she|it|we|they|there|that)|am i right|is that (?:right|"
    rf"correct|"
    r"fair|so|true)|are we agreed|don't you think|wouldn't you (?:say|agree)|or not|if i'm not "
    r"mistaken)$"
)
_TAG_WORD = re.compile(r"(?:, | )(?:right|correct|yeah|yes|no|huh|eh|true|okay|ok|agreed|or)$")
_TAG_WORD_BARE = re.compile(
    r"(?:^| )(?:you|your|you're|you've|you'd|it|it's|that|that's|this|they|they're|we|there's|"
    r"there|"
    r"which means|means|the \w+) .*(?<!that's )(?<!all )(?<!you're )(?<!the )(?<!is )(?<!it )"
    r"(?<!them )(?<!this )(?<!that )(?<!be )(?<!was )(?<!are )(?<!exactly )(?<!absolutely )"
    r"(?<!quite )(?<!turn )(?<!not )(?<!done )(?<!just )(?:right|correct|or not|huh|or)$"
)
_CHATTER = re.compile(
    rf"^(?:(?:{MARKER}|really|what|pardon|pardon me|come again|huh|mhm|uh-huh|absolutely|"
    rf"definitely|"
    r"exactly|of course|totally|true|correct|indeed|certainly|wow|everyone|everybody|all|guys|"
    r"folks|"
    r"team|there|again|both|today|man|sir|ma'am|good (?:morning|afternoon|evening|night|to "
    r"(?:see|meet) "
    r"you(?: all| again)?)|morning|bye|goodbye|bye bye|see you(?: \w+)?|take care|welcome(?: "
    r"back)?|"
    r"nice (?:to|meeting) (?:meet |see )?you(?: too| all| again)?|"
    r"(?:hi|hello|hey) \w+|(?:good )?(?:morning|afternoon|evening) \w+|"
    r"how(?:'s| is| are) (?:it going|you(?: all| guys)?(?: doing| feeling)?|everyone(?: doing)?|"
    r"everybody(?: doing)?|things(?: going)?|life|everything(?: going)?)|"
    r"how (?:have you been|do you do|you doing|goes it)|what's (?:up|new|going on)|"
    r"you (?:okay|ok|all right|good)|this morning|this afternoon|this evening|over there|"
    r"i'm (?:good|fine|well|doing well)|thanks for (?:joining|coming|having me|being here|your "
    r"time|"
    r"making (?:the )?time|taking the time)(?: us| everyone| today)*|"
    r"pleasure(?: to meet you)?|how nice|for (?:joining|coming|your time)(?: us| today)*)(?: "
    r",)? ?)+$"
)
_RHETORICAL = re.compile(
    r"^(?:who knows|who cares|guess what|you know what|what can i say|what do i know|why not|"
    r"what the (?:heck|hell)\b.*|how hard can (?:it|that) be|who doesn't\b.*|who wouldn't\b.*|"
    r"who would have (?:thought|guessed)\b.*|how cool is that|how (?:great|crazy|amazing|nice) is "
    r"(?:that|this)|what's not to (?:like|love)|is the pope \w+|what could (?:possibly )?go wrong|"
    r"isn't (?:that|it|this) (?:just )?(?:great|something|wonderful|amazing|lovely|nice|funny|"
    r"crazy|"
    r"awesome|beautiful)|what a(?:n)? .*|what (?:great|lovely|wonderful|awful|nice) \w+$|"
    r"how (?:nice|lovely|wonderful|kind|sweet|exciting|interesting|funny|great|cool|awful)"
    r"(?: of (?:you|him|her|them))?(?: to \w+.*)?|what are the odds|what else is new|"
    r"can you (?:believe|imagine) (?:it|that|this)\b.*|would you believe it|"
    r"that is the question|what's done is done|what goes around.*|need i say more|"
    r"how dare (?:you|they)|how (?:should|would) i know|when in rome.*|what is done is done|"
    r"how about that|what about it|so what|now what|then what happened was .*)$"
)
_EMBEDDED = re.compile(
    rf"^(?:and |or |but )?(?:what|how|why|where|when|who|whom|which|whether|if|that) "
    rf"(?:{PERSON}|the|my|your|our|their|his|her|its|this|that|these|those)\b"
)
_FRAGMENT = re.compile(
    rf"^(?:what|how|where|when|who|whom|which|that) (?:{PERSON}|(?:the|my|your|our|their|his|"
    rf"her|its)"
    r" \w+(?: \w+)?) (?:can|could|will|would|should|must|might|may)\b"
)
_REASON = re.compile(
    r"^(?:well , |well |it's |simple , |simply |just |that's )*(?:because|'cause|cause|"
    r"the answer is|simple$|easy$|the reason is|to (?:make sure|ensure|avoid)|i'll tell you|"
    r"let me (?:tell|show|explain)|turns out|it turns out|as it turns out)\b"
)


def without_lead(body: str) -> str:
    """The sentence without its opening words of no meaning ("so", "okay", a name)."""
    for _ in range(3):
        shorter = _LEAD.sub("", body)
        named = _NAME.match(shorter)
        if named and not re.match(rf"^(?:{WH}|{AUX})\b", shorter):
            shorter = shorter[named.end() :]
        if shorter == body:
            break
        body = shorter
    return body


def is_chatter(words: str) -> bool:
    """Greetings, thanks and signs of listening."""
    return bool(_CHATTER.match(words))


def is_rhetorical(body: str, marked: bool) -> bool:
    """Exclamations and set phrases in the form of a question."""
    return bool(_RHETORICAL.match(body))


def is_imperative(body: str) -> bool:
    """An order to tell something."""
    if _IMPERATIVE_NOT.match(body):
        return False
    return bool(_IMPERATIVE.match(body) or _late_imperative(body))


def _late_imperative(body: str) -> bool:
    found = _LATE_IMPERATIVE.search(body)
    return bool(found and not _QUOTER.search(body[: found.start()]))


def is_indirect(body: str) -> bool:
    """A statement of wanting to know."""
    return bool(_INDIRECT.search(body)) and not _INDIRECT_NOT.search(body)


def inverted(body: str, *, marked: bool) -> bool:
    """A clause that begins like a direct question."""
    if _CLEFT.match(body) and not marked:
        return False
    if _WH_START.match(body):
        return True
    return bool(_AUX_START.match(body)) and not (_AUX_NOT.match(body) and not marked)


def inverted_inside(body: str) -> bool:
    """A direct question after an introduction: "for the new region, how do you fail over"."""
    for pattern in (_WH_INSIDE, _WH_SHORT_INSIDE, _AUX_INSIDE):
        for found in pattern.finditer(body):
            head = body[: found.start()].rstrip(" ")
            if _QUOTER.search(head + " "):
                continue
            if pattern is _AUX_INSIDE and _COPULA_BEFORE.search(head):
                continue
            if head:
                return True
    return False


def has_tag(body: str, *, marked: bool) -> bool:
    """A statement turned into a question by its last words."""
    if _TAG.search(body):
        return True
    if len(body.split()) < 4:
        return False
    return bool((_TAG_WORD if marked else _TAG_WORD_BARE).search(body))


def is_embedded_clause(words: str) -> bool:
    """A clause in the order of a statement, as in "(tell him) what you can do"."""
    return bool(_EMBEDDED.match(words))


def is_clause_fragment(body: str) -> bool:
    """A clause that cannot stand alone though the recogniser set a question mark."""
    return bool(_FRAGMENT.match(body))


def gives_reason(words: str) -> bool:
    """The beginning of an answer given by the one who asked."""
    return bool(_REASON.match(words))
