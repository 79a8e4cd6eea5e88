"""Requests to tell: orders ("walk me through it") and wishes to know ("I was wondering if")."""

from __future__ import annotations

import re

from app.questions.phrases import TELLING, WH, any_of, at_start, inside

_CLAUSE = rf"(?:if|whether|(?:about|on) \w+|{WH})"
_SOFTLY = any_of(r"""
    just | also | really | always | a bit | a little | kind of | sort of | still | only | very
    quite
    definitely | actually | maybe | simply | particularly | especially | genuinely | so | more
    rather
""")
_US = "(?:me|us|everyone|everybody|the (?:team|group|panel|audience|room|others))"
_POLITELY = any_of(r"""
    please | just | maybe | kindly | briefly | quickly | perhaps | go ahead and | you can
    you could
    could you | can you | would you | will you | if you (?:could|can|would|will|don't mind)
    if possible | start by | begin by | let's start with | why don't you | first | then | try to
    i need you to | i want you to | i'd like you to | i would like you to | i'd love for you to
    also
    do | to start | to begin with | to begin | for starters | next | now | so | and | or
""")

_ORDER = re.compile(
    rf"^(?:{_POLITELY} (?:, )?)*"
    + any_of(rf"""
    tell {_US}(?! (?:it|you're|i'm|it's|that you|you|when you(?:'re| are) (?:ready|done)|\
        if you need)\b)
    tell them (?:about|how|what|why|a) | telling (?:me|us)
    (?:walk|talk|take|run|guide|step|lead|bring) {_US} (?:through|over|along|back to|up to speed)
    (?:walking|talking|taking) (?:me|us) through
    (?:catch|fill|get|bring) (?:me|us) (?:up|in) (?:on|about|to speed)
    (?:talk|speak) (?:(?:a (?:bit|little)(?: bit)?|more|briefly|some|to (?:me|us)) )*(?:about|\
        to) (?:your|how|what|the|why|a|some|any|that|this|one|when)
    give {_US}(?! (?:a (?:second|sec|moment|minute|hand|call|break|shout|ring|ping|heads|few|\
        bit of time|lift|chance)|one (?:second|sec|moment|minute)|\d+|five|ten|two|access|time|\
        back)\b)
    give (?:an?|some|one|two) (?:\w+ )?(?:examples?|overview|summary|idea|sense|definition|\
        explanation)
    provide (?:an?|some|one|more) (?:\w+ )?(?:examples?|overview|details?|summary|context|\
        explanation)
    explain | describe(?! ,) | define | elaborate | summari[sz]e | outline | clarify | illustrate
    justify
    compare (?:.* (?:and|with|to|versus|vs|against)|the two|them|both|these|those)
    contrast | differentiate | distinguish | paraphrase | rephrase
    expand (?:on|upon|a bit|a little|more) | go (?:deeper|into (?:more )?detail|over) \w+
    break (?:down|it down|that down|this down) | spell out | unpack | dig into
    show {_US} (?:how|what|why|where|an?|one|your|the (?:way|steps|process|architecture|difference))
    teach {_US} | convince {_US} | persuade {_US} | paint {_US} a picture
    remind {_US} (?:again )?(?:what|how|who|why|when|where|again|of|which)
    help {_US} (?:to )?understand
    share (?:with {_US}|an?|some|one|how|what|more|any|your(?! (?:screen|slides|desktop|window|\
        link|calendar|document|file|camera)))
    introduce yourself | say (?:more|a few words|a bit more|a little more|something about)
    (?:name|list|identify|mention|pick|choose|highlight) (?:one|two|three|four|five|an?|some|the|\
        your|all|any|a few|several|me)
    discuss (?:how|what|why|your|the (?:trade|difference|pros|main|way|role|impact|importance))
    (?:think of|think about|recall|consider|imagine) (?:a|an|the (?:last|first)|your (?:last|\
        first)) (?:time|situation|project|moment|example|case|instance)
    (?:design|architect|sketch(?: out)?|draft) (?:a|an|me|us|your|the|how)
    (?:write|implement|code) (?:a|an|me|us|the|some) (?:\w+ ){{0,2}}(?:function|query|program|\
        method|class|script|regex|sql|algorithm|stack|queue|cache|list|test|loop|code|api|endpoint)
    estimate (?:how|the|what) | sell (?:me|us) \w+ | prove (?:to me )?that
    let {_US} (?:know|hear) (?:how|what|why|which|who|where|whether|about|your|more)
    let's (?:hear|talk|speak) (?:a (?:bit|little) )?(?:about|from you|how) (?:your|how|why|what|\
        a time|that time|when you)
    i(?:'d| would) (?:like|love) (?:for )?you to {TELLING}
    (?:i want|i need) you to {TELLING}
    """)
    + r"(?![\w'])"
)
_NO_ORDER = at_start(r"""
    let me know (?:if|when) | explain (?:it |that |this )?later
    (?:describe|explain|define|outline|compare) (?:it|them|this|that) (?:in|to (?!me|us)\w+|when|\
        later|on|at)
    give (?:me|us) (?:a )?(?:sec|second|moment|minute)
    let (?:me|us) know (?:what|how|which|when|where) (?:you (?:decide|need|want|prefer)|works|time)
    let (?:me|us) know (?:how|what) (?:it|that) (?:goes|went)
    let (?:me|us) know (?:what|where) i can
    (?:and|or|so) (?:describe|explain|define|compare)d | tell (?:me|us) about it
""")
_LATE_ORDER = inside(rf"""
    (?:tell|teach|show) {_US} (?:about|how|what|why|more|a bit|which|where|who|something)
    (?:walk|talk|take|run) {_US} through
    give {_US} (?:an? (?:example|overview|idea|sense|summary|rough)|your (?:thoughts|view|opinion|\
        take))
    explain (?:how|why|what|to (?:me|us)|the (?:difference|process|idea|reason)|your|me)
    describe (?:how|what|your|the (?:process|way|steps|architecture)|a (?:time|situation|project)|\
        it to)
    help {_US} understand (?:how|why|what|the|your)
""")
_NOT_ASKED_BEFORE = re.compile(
    r"(?:^|.*\s)(?:to|we|i|they|you|he|she|it|who|that|will|would|can|could|should|may|might|must|"
    r"don't|doesn't|didn't|can't|couldn't|won't|wouldn't|let me|let's|not|never|always|often|also|"
    r"people|(?!this\b|it's\b)\w+[^s\s]s)$"
)

_WISH = inside(rf"""
    (?:i|we)(?:'m| am| was|'re| are| were)? (?:{_SOFTLY} )*(?:wonder|wondering|\
        curious)(?: to (?:know|hear|learn|see|understand))?(?: ,)? (?:{_CLAUSE}|your|as to)
    (?:i|we)(?:'m| am| was|'re| are| were|'d be| would be) (?:{_SOFTLY} )*(?:interested|keen|\
        eager|intrigued)(?: (?:to (?:know|hear|learn|see|understand)|in (?:hearing|knowing|\
        learning|understanding|how|what|why|whether|your)))
    (?:i'd|i would|we'd|we would) (?:{_SOFTLY} )*(?:like|love|want|be (?:curious|interested|keen|\
        happy|grateful|delighted))(?: for you)? to (?:{_SOFTLY} )*(?:know|hear|understand|learn|\
        ask|find out|get (?:a (?:better )?(?:sense|feel|idea|picture)|your|an idea|some)|\
        see (?:how|what|an|if|whether)|be told|dig|check (?:if|whether|how)|clarify|confirm)
    (?:i'd|i would|we'd|we would) (?:{_SOFTLY} )*(?:like|love|appreciate|value|\
        welcome) (?:your (?:\w+ )?(?:thoughts?|opinion|view|views|take|input|advice|perspective|\
        feedback)|some (?:clarity|clarification|details|insight|context|advice)|\
        (?:more )?(?:details|information)|clarification|an (?:explanation|example|overview|update))
    (?:i|we)(?:'ll|'ve)? (?:{_SOFTLY} )*(?:want|wanted|hoped|hoping|\
        wish) (?:you )?to (?:{_SOFTLY} )*(?:ask(?! (?:him|her|them|everyone|for))|know|understand|\
        hear|check|clarify|confirm|find out)(?: you)?(?: about| more| a bit| something|\
         again)*(?: ,)? (?:{_CLAUSE}|your|that|you|the)
    (?:i|we) (?:{_SOFTLY} )*(?:need|have) to (?:ask(?: you)?|know|understand|\
        hear)(?: ,)? (?:{_CLAUSE}|\
        more|your|that)
    (?:i'm|we're|i am|we are|i was|we were) (?:{_SOFTLY} )*(?:hoping|looking) (?:you (?:can|could|\
        would|might)|to (?:understand|learn|hear|get|find out))
    (?:i'd|i would|we'd|we would) (?:be (?:very )?grateful|appreciate it) if you (?:could|would|can)
    (?:i|we) (?:need|could use|want) (?:some )?(?:clarification|clarity|help understanding)
    (?:it|that)(?:'d| would| might) be (?:\w+ )?(?:great|good|helpful|nice|interesting|useful|\
        lovely|awesome|amazing|wonderful|ideal)(?: (?:if you (?:could|can|would)|to (?:know|hear|\
        understand|learn|get|see)))
    (?:do|would|could|can|might) you (?:happen to|mind|be able to (?:tell|explain|share|say|\
        describe|walk|give))
    you wouldn't happen to | help (?:me|us) (?:to )?understand | let (?:me|us) understand
    (?:perhaps|maybe|if) you(?:'d|'ll| could| can| would| might|\
         will) (?:{_SOFTLY} )*(?:{TELLING}) (?:me|us|how|why|what|the|a|that|some|more|on|your)
    you could (?:{_SOFTLY} )*(?:tell|explain|walk|share|describe) (?:me|us|how|why|what)
    (?:i'm|we're|i am|we are) (?:{_SOFTLY} )*(?:trying to (?:understand|figure out|get (?:a sense|\
        my head)|work out|see) (?:{_CLAUSE}|the|your)|struggling to (?:understand|see|grasp)|\
        confused (?:about|by|as to|why|how))
    (?:i'm|we're|i am|we are) (?:{_SOFTLY} )*not (?:{_SOFTLY} )*(?:entirely |completely |totally |\
        fully )?(?:sure|clear|certain) (?:i (?:understand|follow|get|see)|(?:what|how|why|\
        where) you(?:'d|'re|'ll|'ve)?|(?:about|on) (?:how|what|why|your|that))
    (?:i|we) (?:{_SOFTLY} )*(?:don't|do not|didn't|can't|couldn't) (?:{_SOFTLY} )*(?:fully |\
        completely |entirely )?(?:understand|get|follow|figure out|catch) (?:why|how|what you|\
        what that|the (?:difference|point|part|last))
    (?:what|all|something|one thing|the (?:one )?thing|another thing|things?) (?:that )?(?:i|\
        we)(?:'d|'m|'re|'ve| would| am| are| have| was)? (?:{_SOFTLY} )*(?:like to (?:know|ask|\
        understand|hear)|love to (?:know|hear)|want(?:ed)? to (?:know|ask|understand|hear)|\
        need to know|been (?:meaning|wanting) to ask|wonder(?:ing)?(?: about)?|\
        don't (?:understand|get|know yet)|asking|curious about|not (?:clear|sure) (?:on|about)|\
        unclear (?:on|about)) .*
    (?:(?:my|our|one|another) (?:\w+ )?question|the (?:\w+ )?question (?:i have|we have|for you|\
        from my side))(?: (?:i have|we have|for you|here|then|now))? (?:is|was|would be|\
        concerns) (?:{_CLAUSE}|the|around|regarding|related)
    (?:one|another|the|a) (?:thing|part|point|bit)(?: that's| that is|\
         that was)? (?:still )?(?:unclear|not clear|missing|confusing)
    i (?:was|am|'m)? ?(?:just |also )?(?:about|going|meaning) to ask
    i(?:'m| am) asking (?:{_CLAUSE}) | what i'm asking is
    do you (?:{_SOFTLY} )*(?:know|remember|recall) (?:{_CLAUSE}|the)
    any (?:\w+ )?(?:idea|clue|thoughts?|chance|update|updates|concerns|news|plans|tips|advice|\
        opinion|\
        feedback|word|reason|guess|insight|suggestions?|recommendations?|experience|\
        preferences?) (?:{_CLAUSE}|that|with|you|we|the|from|for|of|as|in)
""")
_WISH_FIRST = at_start(rf"""
    (?:{_SOFTLY} )*(?:curious|wondering|interested)(?: to (?:know|hear))?(?: ,)? (?:{_CLAUSE})
    any (?:\w+ )?(?:idea|clue|thoughts?|chance|update|updates|concerns|news|plans|tips|advice|\
        reason|\
        experience|questions? for|\
        feedback)(?: .*|$)
    (?:just )?(?:checking|confirming|making sure|asking) (?:if|whether)
    (?:can|could|may|might) i (?:just )?ask | (?:do you )?mind if i ask
    thoughts (?:on|about) .* | (?:your )?(?:thoughts|opinion|opinions|views?)(?: on .*)?$
    (?:question|questions) (?:about|on|regarding) .*
    (?:would|do|could) you mind .*
""")
_NO_WISH = re.compile(
    r"^(?:he|she|they|people|everyone|customers|users|clients|nobody)\b|"
    r"\b(?:used to wonder|no wonder|always wondered|often wondered|never understood|"
    r"(?:he|she|they) (?:was|were|is|are) (?:\w+ )?(?:wondering|curious|interested))\b|"
    r"^if you(?:'re| are| have) (?:curious|interested|wondering|any)|"
    r"^any (?:questions|\w+) (?:will|would|can|is|are|should|must|you have|i)\b|"
    r"\bi(?:'ve| have)? (?:always|often|never) wondered\b"
)


def is_order(body: str) -> bool:
    """An order to tell or explain, at the start or late in the sentence."""
    if _NO_ORDER.match(body):
        return False
    return bool(_ORDER.match(body))


def late_orders(body: str) -> list[int]:
    """Where, after an introduction, orders to tell begin."""
    found = [match.start() for match in _LATE_ORDER.finditer(body)]
    return [
        place
        for place in found
        if place > 0 and not _NOT_ASKED_BEFORE.match(body[:place].rstrip(" ,"))
    ]


def is_wish(body: str) -> bool:
    """A statement of wanting to know."""
    if _NO_WISH.search(body):
        return False
    return bool(_WISH.search(body) or _WISH_FIRST.match(body))
