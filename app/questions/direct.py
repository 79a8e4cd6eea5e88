"""Direct questions: verb and subject change places, or a question word is the subject."""

from __future__ import annotations

import re

from app.questions.phrases import (
    AUXILIARY,
    BE,
    DETERMINER,
    DO,
    MODAL,
    PERSON,
    SHORT_FORM,
    SUBJECT,
    any_of,
    at_start,
    inside,
    whole,
)

_NOUN = rf"(?!{PERSON}\b|{AUXILIARY}\b|(?:the|my|your|our|his|her|their|a|an|there|this|that)\b)"
_PHRASE = rf"(?: (?:of (?:the|these|those|your|our|that|this)|{_NOUN}[\w'/+#.-]+))"
"""The words of "how many (people)", "what kind of (database)": none of them a subject."""
_PREPOSITION = "(?:(?:to|in|for|on|at|from|with|by|about|under|of|since|until|into|within) )?"
_WITHIN = r"(?:when|if|once|while|that|which|where|who|after|before|because|unless|until)"

_WH_FIRST = re.compile(
    "^"
    + _PREPOSITION
    + any_of(rf"""
    (?:what|who|whom|where|when|why|how|whose)(?:{SHORT_FORM}\b| (?:exactly |else |\
        then )?{AUXILIARY}\b)
    which(?:{SHORT_FORM}\b| (?!is\b|was\b){AUXILIARY}\b)
    which is (?:\w+er|better|best|the \w+est|more|less|worse|your|right|correct)\b
    (?:what|which|whose|how){_PHRASE}{{1,5}} {AUXILIARY} \w
    who (?!{PERSON}\b|{DETERMINER}\b|(?:knows|cares)\b)\w+
    what (?:if|about|else|next|(?:sort|sorts|kind|kinds|type|types|percentage|fraction|share|\
        number|amount|part|range|level) of)\b
    what (?!(?:this|always|perhaps|as|is|was|has|does|needed)\b)\w+(?:s|ed)\b
    what (?:made|led|drove|went|came|brought|kept|set|got|gave|took)\b
    which (?:one|ones|of)\b
    which (?!(?:is|was|means?|meant|makes?|made|gives?|gave|allows?|leads?|led|takes?|took|\
        helps?)\b)(?!(?:in|then|also|has|had|brings?|brought|the|our|my|your|\
        explains?)\b)(?!{PERSON}\b)\w+ \w+
    how (?:about|come|so|many|much|long|often|far|fast|big|large|soon|old|deep|quickly|easy|hard)\b
    why (?!{PERSON}\b|{DETERMINER}\b|there\b)\w+
    why (?:the|this|that|these|those)(?: [\w'-]+){{1,3}}$
    whose \w+
    """)
)
_STATEMENT_FIRST = re.compile(
    "^"
    + any_of(rf"""
    what(?:'s| is| was) (?:\w+ ){{0,4}}?\w+ (?:is|was) (?:that|how|when|we|they|i|to|not)\b
    what (?:happened|happens)(?: here| then| next)? (?:is|was)\b
    what (?:(?:really|actually|also|always|finally|usually|mostly|often) )?(?!happen)\w+(?:s|ed|\
        ing)(?: (?!{_WITHIN}\b)\w+){{0,3}} (?:is|was|are|were) (?!it\b|\
        that (?:you|we|the))
    what (?:made|led|drove|brought|kept|got|gave|took)(?: (?!{_WITHIN}\b)\w+){{1,4}} (?:is|was|\
        were) \w
    what (?:(?:most|many|some|our|your|my|the|other|these|those) )?(?:people|customers|users|\
        clients|folks|teams|companies|engineers|developers|everyone|everybody|nobody|\
        someone) (?:\w+ ){{1,3}}(?:is|was|are)\b
    (?:what|where|how|why|when|who) {PERSON} .*\b(?:is|was|are|were)\b
    how (?:many|much|long|often|far|fast|big|large|old|deep|easy|hard|soon|\
        quickly)(?: (?!{AUXILIARY}\b)\w+)? (?:{PERSON}|the|my|your|our|their|this|that)\b
    why (?:not|bother)? ?(?:is|was) (?:because|that|a long story)\b
    (?:who|what|which|where|when|why|how)(?:ever| to)\b
    how (?:{PERSON}|time|things|people)\b
    (?:which|whose|what) \w+ (?:{PERSON}|that|this) (?:\w+ ){{0,3}}(?:is|was|are|does|doesn't|\
        isn't|wasn't)\b
    """)
)
_ADVERB = (
    "(?:first|again|later|now|please|before|after|for|on|in|at|with|when|today|tomorrow|that|and|"
    "yourself|well|as|so|or|then)"
)
_BARE_VERB = any_of(r"""
    be | not | have | do | also | go | get | let | see | say | send | confirm | check | look | take
    make | keep | try | work | need | update | follow | share | ping | add | fix | call | tell
    love
    like | recommend | suggest | prefer | argue | use | care | come | wait | believe | complain
    hear
    definitely | probably | certainly | just | gladly | happily | never | only | still | easily
    even
    talk | think | ask | show | give | bring | write | start | stop | leave | move | pass | put
    you're
    always | have to | know | want | mean | matter | happen | notice | realize | expect | seem
    mind
    understand | feel | find | remember | report | provide | deliver | join | review | test
    finish | handle | appreciate
""")
_AUX_FIRST = re.compile(
    "^"
    + any_of(rf"""
    (?:{DO}|{BE}|{MODAL}|haven't|hasn't) {SUBJECT}\b
    (?:does|did|doesn't|didn't) (?!{_BARE_VERB}\b)[\w'-]+ \w+
    (?:is|are|was|were|isn't|aren't|wasn't|weren't) (?!(?:not|no|on|in|at|for|with|from|to|about|\
        under|out|off|by|just|still|also|now|only|already|\
        always|never|very|really|too|quite|gonna|being|what|as|because|when|where|why|how|like|\
        more|fully|currently|ready|able)\b)(?!\w+ing (?:to|about|on|at|for|in|with|into|a|the|it|\
        that|how|what|if|up|out|through|from)\b)[\w'-]+ \w+
    (?:can|could|would|will|should) (?!{_BARE_VERB}\b)[\w'-]+ \w+ \w+
    have (?:you|we|they|there|any|people|i|either|all|both)\b
    have (?:the|these|those|your|our|my)(?: \w+){{1,6}} (?:been|ever|already|changed|improved|\
        gone)\b
    has (?:he|she|it|anyone|anybody|anything|someone|somebody|everyone|there|this|that|the|your|\
        our|their|his|her|my|any|one)\b
    has (?!(?:been|a|an|to|no|some|more|got|had|not|always|never|just|many|\
        lots)\b)(?!\w+ed\b)[\w'-]+ (?:been|ever|already|\w+ed|gone|become|seen)\b
    had {PERSON} (?:\w+ )?(?:ever|already|before)\b
    do (?:{_NOUN}[\w'-]+s) (?!(?:first|again|later|now|please|well|and)\b)\w+ ?\w*
    do (?:the|these|those|your|our|my|their|all|both|most|some|\
        any)(?: [\w'-]+){{0,2}} \w+s (?!{_ADVERB}\b)\w+
    """)
)
_ORDER_FIRST = at_start(rf"""
    do (?:it|one|not)
    do {DETERMINER}(?!(?: [\w'-]+){{0,2}} \w+s (?!{_ADVERB}\b)\w+)
    don't (?:the|a|an|it|my|this|that|any|some|even|be|let|forget|worry|do|all|your|his|her|get|no)
    don't (?!{SUBJECT}\b)\w+
    did (?:the|my|our) (?:best|same|right|worst|math|maths|job|trick|only)
    have (?:a|an|the|it|some|no|fun|one|my|her|him|this|that)(?! .*\b(?:been|ever|already)\b)
    do (?:as|what|so|come|let|tell|keep|take|have|get|try)
    did (?:it|that|this|all|some) (?:myself|ourselves|once|twice|yesterday|already|again|on|for|\
        in|with|last)
    (?:was|is) an? (?:pleasure|honou?r|bit|lot|great|good|nice|fun|tough|long|mess|mistake|matter|\
        shame|pity|must)
    will do | can do | would be | could be | should be | must be | may be | might be | must | cannot
    may (?:the|all|your|god|this|it|they|he|she)
    is what it is | is that so
    can't (?:{_BARE_VERB}) | couldn't (?:{_BARE_VERB}) | wouldn't (?:{_BARE_VERB})
    shouldn't (?:{_BARE_VERB}) | won't (?:{_BARE_VERB})
    may i (?:say|add|remind you|suggest|introduce)
    can i (?:just )?(?:say|add|jump in|interrupt|mention)
    shall we (?:start|begin|get|move|continue|go|dive|kick|take|proceed)
    could i (?:just )?(?:say|add|jump in|mention)
""")
"""Statements and orders that leave their subject out and so begin with the verb."""

_SHORT_QUESTION = whole(r"""
    why | how | when | where | who | which one | how so | such as | why not though | how exactly
    what exactly | like what | like who | in what (?:way|sense|respect) | meaning what(?: exactly)?
    meaning | to what extent | by when | since when | until when | for how long | and then what
    then what | what else | who else | where else | what next | what for | how much | how many
    how long | how often | how come | compared to what | for whom | with whom | from where
    based on what
    as of when | at what cost | how about (?:you|now|tomorrow|today) | what about (?:you|now|it)
    anything else .* | any other .* | anyone (?:know|have|here) .* | got any .*
    ever (?:\w+ed|done|built|seen|had|been|thought|heard|run|led) .*
    and if not | or what | any others | anything else
""")

_WH_INSIDE = inside(rf"""
    (?:what|where|when|why|how|who|(?:what|which|how|whose)(?: {_NOUN}\w+){{1,3}}) (?:{DO}|\
        {MODAL}|have|has|had|haven't|hasn't) {SUBJECT}
    (?:what|where|when|why|how|who|(?:what|which|how)(?: {_NOUN}\w+){{1,3}}) (?:are|is|was|were|\
        isn't|aren't) (?:you|we|they|he|she|i|it|there|this|that|these|those|your|the|our|its|\
        their|my)
    (?:what|where|who|how|when)'s (?:the|your|that|this|it|our|their|next|wrong)
    how about (?:you|the|your|we) | what about (?:the|you|your|our)
    what if (?:we|the|a|you|they|it|there|i)
    (?:what|where|when|why|how|who)(?: {_NOUN}\w+){{0,2}} (?:does|did) {_NOUN}\w+ \w+
    (?:you|it|they|that|we) .* by how (?:much|many)$
    how come | how many \w+ (?:are|do|does|did|have|can|will)
    what (?:happens|happened) (?:if|when|to|with|next|there|after|once)
    what (?:keeps|makes|drives|motivates|brings|brought|made) you
    how (?:long|many|much|often|soon|far) (?:until|before|till|is|does|do|would|will|did|can)
""")
_AUX_INSIDE = inside(r"""
    (?:do|did|have|are|were|could|would|will|can|don't|didn't|aren't|haven't|wouldn't|won't) you
    (?:does|did) (?:it|that|this|your|the|he|she|they|anyone|everyone|everything|everybody)
    (?:do|did|can|should|could|would|will) (?:we|i|they)
    (?:would|will|could|can|should) (?:that|it|this|the|your|yours|there|anyone|someone)
    (?:is|was|would|will) (?:that|this|it) (?:be )?(?:going to|gonna|an? (?:problem|issue|\
        concern)|okay|ok|something|possible|correct|true|enough|normal|supported|included|allowed|\
        covered|the case)
    (?:isn't|doesn't|wouldn't|won't|didn't|wasn't|aren't) (?:it|that|this|there|the|they|your)
    do (?:your|the|these|those|customers|users|people)
    has (?:it|that|this|the|your|anyone) | have (?:they|there|your)
""")
_COPULA_INSIDE = re.compile(
    r"(?:, |\b(?:and|but|so|or|then|well|okay|now|right|because|otherwise|instead) )"
    r"(?P<verb>(?:is|are|was|were) (?:there|this|your|these|those|that|it|they|the|he|she|any))\b"
    r"(?= [\w'-]+)"
)
_NOT_BEFORE = re.compile(
    "(?:^|.* )"
    + any_of(r"""
    to | we | i | they | you | he | she | nor | neither | whatever | than | as | that | who | which
    what | where | how | why | when | if | whether | unless | since | while | all | always | also
    never | not | just | really | people | must | will | would | can | could | should | may | might
    don't | doesn't | didn't | thing | issue | problem | point | idea | truth | fact | reason
    answer
    goal | plan | matters | important | news | case | question | wonder | say | said | know | sure
    hope | means | only then | not only | rarely | seldom | hardly | this | it | there | think
    guess | one | best | most | only | such | much
    """)
    + "$"
)
"""Words after which verb and subject stand in the order of a statement: "what (we) do you"."""

_MODALS = frozenset("can could should will would are is was were know".split())


def opens_as_question(body: str, *, marked: bool) -> bool:
    """Whether a sentence without its opening words begins like a question."""
    if _SHORT_QUESTION.match(body):
        return True
    if _STATEMENT_FIRST.match(body) and not marked:
        return False
    if _WH_FIRST.match(body):
        return True
    if not _AUX_FIRST.match(body):
        return False
    return marked or (len(body.split()) > 2 and not _ORDER_FIRST.match(body))


def questions_inside(body: str) -> list[int]:
    """Where, after an introduction, direct questions begin: "with two nodes, how do you ..."."""
    found = [match.start() for match in _WH_INSIDE.finditer(body)]
    found += [match.start("verb") for match in _COPULA_INSIDE.finditer(body)]
    for match in _AUX_INSIDE.finditer(body):
        head = body[: match.start()].rstrip()
        rest = body[match.end() :].strip(" ,")
        if not rest or rest.split()[0] in _MODALS or _NOT_BEFORE.match(head):
            continue
        found.append(match.start())
    return sorted(place for place in found if place > 0)
