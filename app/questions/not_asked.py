"""What looks like a question and asks nothing: greetings, quotes, exclamations, conditions."""

from __future__ import annotations

import re

from app.questions.phrases import AUXILIARY, OPENING, PERSON, WH, any_of, at_start, whole

_CHATTER = re.compile(
    "^(?:"
    + any_of(rf"""
    {OPENING} | really | what | pardon | pardon me | come again | huh | mhm | uh-huh | uh huh
    definitely | of course | totally | true | correct | indeed | certainly | wow | everyone
    everybody | all | guys | folks | team | there | both | today | man | sir | ma'am | is that so
    is that right | oh is it | did you | good (?:morning|afternoon|evening|night|day)
    good to (?:see|meet|have|hear from) you(?: all| again| here| both)? | morning | bye | goodbye
    bye bye
    see you(?: \w+)? | take care | welcome(?: back)? | cheers | congratulations | to you too
    (?:nice|great|lovely|pleased|glad)(?: to| finally to| to finally)? (?:meet|meeting|see|seeing|\
        have|having) you(?: too| all| again| here| both)?
    (?:hi|hello|hey) \w+ | (?:good )?(?:morning|afternoon|evening) \w+
    how(?:'s| is| are) (?:it going|you(?: all| guys| both)?(?: doing| feeling)?|\
        everyone(?: doing)?|everybody(?: doing)?|things(?: going)?|life|everything(?: going)?|\
        your day(?: going)?|we doing)
    how (?:have you been|do you do|you doing|goes it) | what's up | what's new
    you (?:okay|ok|all right|good) | this (?:morning|afternoon|evening) | over there
    i'm (?:good|fine|well|doing well)
    (?:thanks|thank you)(?: all| everyone| both)? for (?:joining|coming|having me|having us|\
        being here|your time|making (?:the )?time|taking the time|your patience|\
        the invitation)(?: us| everyone| today| here)*
    it's (?:a pleasure|great|nice|good) to (?:meet|see|be|have) (?:you|here)
    (?:can|could|do) (?:you|everyone|everybody|you all|you guys)(?: all| guys)? (?:hear|\
        see) (?:me|us|my (?:screen|slides|video))(?: okay| ok| now| well| clearly| all right|\
         alright)?
    pleasure(?: to meet you)? | how nice | for (?:joining|coming|your time)(?: us| today)*
    (?:good|great|interesting|excellent|fair) (?:question|point)
    """)
    + r"(?: ,)? ?)+$"
)
_RHETORICAL = whole(r"""
    (?:who|god|heaven|lord) knows(?: .*)? | who cares(?: .*)? | guess (?:what|who|where|how)(?: .*)?
    you know what(?: , .*| (?:i|we|let's|it|they|that|he|she|the) .*)?
    what can i say | what do i know | why not | why me | what now | now what | so what | says who
    what the (?:heck|hell|fuck)(?: .*)? | how hard (?:can|could) (?:it|that) be
    how are you(?: doing)?(?: today)?(?: ,)? (?:i'm|i am|my name|this is|thanks|nice|good|great) .*
    who (?:doesn't|wouldn't|can't|isn't|hasn't|didn't) .*
    who would(?:'ve| have) (?:thought|guessed|believed)(?: .*)?
    how (?:cool|great|crazy|amazing|nice|awesome|funny|weird) is (?:that|this) | how about that
    what's not to (?:like|love) | is the pope \w+ | what (?:could|can) (?:possibly )?go wrong
    what's the worst that (?:can|could) happen | (?:and )?what a coincidence
    (?:isn't|wasn't|aren't) (?:that|it|this|they|he|she) (?:just |so |simply )?(?:great|something|\
        wonderful|amazing|lovely|nice|funny|crazy|awesome|beautiful|cute|fantastic|exciting|\
        ironic|incredible|fun|sweet|brilliant)
    what an? .*
    what (?:great|lovely|wonderful|awful|nice|beautiful|amazing|terrible|good|bad) \w+(?: \w+)?
    how (?:nice|lovely|wonderful|kind|sweet|exciting|interesting|funny|great|cool|awful|strange|\
        odd|thoughtful|generous|beautiful|sad|cute)(?: of (?:you|him|her|them))?(?: to \w+.*)?
    what are the (?:odds|chances) | what else is new | what's the point | where has the time gone
    where did the time go | where does the time go
    (?:can|could) you (?:believe|imagine) (?:it|that|this)(?: .*)?
    would you (?:believe it|look at that)
    (?:that|this) is the (?:\w+ )*question | what(?:'s| is) done is done | what goes around.*
    need i say more | how dare (?:you|they) | how (?:should|would|am) i (?:supposed to )?know
    when in rome.* | shall i compare .* | where was i | what was i saying | where were we
    do you know what i mean | you know what i mean | know what i mean | see what i mean | you see
    are you kidding(?: me)?(?: (?:,|that's|it's|this) .*)? | are you serious | seriously
    you're kidding | no kidding
    what can you do | what do you know | how the \w+ .* | am i right
    (?:and |or )?whose fault is that | do i look like .* | since when is that .*
    why (?:did|do|does|would|should|are|were|have) (?:we|i|they) .* because .*
    (?:how|what|why) (?:did|do) (?:we|i) .* (?:simple|easy|well) (?:we|i|you) .*
""")
_CONDITION = re.compile(
    any_of(rf"""
    ^should (?:you|anyone|anything|there|we|i|it|they|the \w+) (?:need|have|want|ever|be|arise|\
        fail|require|wish|happen|find|run into|come up|change) .*(?:,|\b(?:let|call|just|please|\
        we'll|i'll|we will|i will|it will|will inform|feel free|contact)\b)
    ^should (?:anything|any|there be|anyone|the need arise)\b
    ^were (?:it|we|i|you|he|she|they|there|this) .*\b(?:would|could|might|wouldn't|i'd|we'd)\b
    ^were it not\b
    ^had (?:{PERSON}|the \w+|there|this|that|anyone|someone) .*\b(?:would|could|might|wouldn't|\
        should|i'd|we'd)\b
    ^(?:can|could|will|would) do\b
    """)
)
_SAYING = re.compile(
    any_of(r"""
    \b(?:said|says|saying|replied|shouted|yelled|wrote|goes|thought|figured|was thinking|wondered)
    \b(?:was|were|is|are|be|being|been) (?:all )?like
    \b(?:he|she|they|people|customers|users|clients|everyone|everybody|somebody|someone|who|kids|\
        candidates|investors|friends) (?:\w+ )?(?:ask|say|go|think|wonder|demand)
    \b(?:asked|asks|asking|told|tells)(?: (?:me|us|him|her|them|myself|ourselves|you|himself|\
        herself|everyone|people))?
    \bask (?:me|ourselves|myself|us|yourself|yourselves|them|him|her)
    \bused to (?:ask|say|wonder|think)(?: me| us)?
    \b(?:i|we) (?:always|often|usually|sometimes|never|keep|kept) ask(?:ing)?
    \byou (?:may|might|could|will|would|probably) (?:\w+ )?(?:ask|wonder|think|say)(?: yourself)?
    \b(?:most|more) (?:common|frequent|typical|popular|important) (?:\w+ )?(?:question|\
        questions)(?: \w+ \w+)? (?:is|are|was)
    \b(?:don't know|no idea|knows|know|see|figure out|figured out|remember|forgot|forget|\
        understand|realize|realized|depends on|matter of|question of|idea of|sense of|heard|learn|\
        learned|explains?|show you|tell you|teach you|talk about|talking about|thinking about|\
        think about|focus on|decide|about|of|look at|looking at|on|check|find out|discuss|\
        discover|not sure|sure|clear|care|matters?|titled|called|shows?|saw|that's|is exactly|is)
    """)
    + r"(?: (?:me|us|to me|to us|exactly|just|that))?(?: ,)? ?$"
)
"""Ends of an introduction after which a clause is quoted or reported, not asked."""

_SAID_FIRST = re.compile(
    rf"^(?!(?:{WH}|{AUXILIARY})\b)(?:[\w'-]+ ){{1,6}}?(?:said|says|asked|asks|goes|replied|"
    rf"(?:used to|always|often) (?:ask|say)|(?:was|were|is) like|"
    rf"told (?:me|us|him|her|them)|thought|wondered)(?: (?:me|us|him|her|them|myself))?(?: ,)? "
    rf"(?:{WH}|{AUXILIARY}|if|whether|really|so|you)\b"
)
_SAID_AFTER = re.compile(
    r" , (?:i|he|she|they|we) (?:thought|said|asked|wondered|replied)"
    r"(?: to (?:myself|himself|herself|me|him|her))?(?: and .*| ,.*)?$"
)
_EMBEDDED = at_start(rf"""
    (?:and |or |but )?(?:what|how|why|where|when|who|whom|which|whether|if|that) (?:{PERSON}|the|\
        my|your|our|their|his|her|its|this|that|these|those)
""")
_FRAGMENT = at_start(rf"""
    (?:what|how|where|when|who|whom|which|that) (?:{PERSON}|(?:the|my|your|our|their|his|her|\
        its) \w+(?: \w+)?) (?:can|could|will|would|should|must|might|may)
""")
_REASON = re.compile(
    r"^(?:(?:well|it's|simple|simply|just|that's|easy|so)(?: ,)? )*"
    r"(?:because|'cause|cause|the answer is|(?:simple|simply|easy)(?:$| ,)|the reason is|"
    r"to (?:make sure|ensure|avoid)|i'll tell you|let me (?:tell|show|explain)|it turns out|"
    r"turns out|"
    r"as it turns out)(?![\w'])"
)


def is_chatter(words: str) -> bool:
    """Greetings, thanks and signs of listening."""
    return bool(_CHATTER.match(words))


def is_rhetorical(body: str, *, marked: bool) -> bool:
    """Exclamations, set phrases and conditions in the form of a question."""
    if _RHETORICAL.match(body):
        return True
    return not marked and bool(_CONDITION.search(body))


def is_reported(head: str) -> bool:
    """Whether what follows this beginning of a sentence is quoted or reported."""
    return bool(_SAYING.search(head.rstrip(" ,")))


def reports_speech(body: str) -> bool:
    """A sentence that tells what somebody asked, said or thought."""
    return bool(_SAID_FIRST.match(body)) and not body.startswith(("you ", "can i", "may i"))


def said_afterwards(body: str) -> bool:
    """A question that is quoted: "are you serious, I thought"."""
    return bool(_SAID_AFTER.search(body))


def is_embedded_clause(words: str) -> bool:
    """A clause in the order of a statement, as in "(tell him) what you can do"."""
    return bool(_EMBEDDED.match(words))


def is_clause_fragment(body: str) -> bool:
    """A clause that cannot stand alone though the recogniser set a question mark."""
    return bool(_FRAGMENT.match(body))


def gives_reason(words: str) -> bool:
    """The beginning of an answer given by the one who asked."""
    return bool(_REASON.match(words))
