"""Statements that ask to be confirmed ("so you're telling me this scales"), without a mark."""

from __future__ import annotations

import re

from app.questions.phrases import DETERMINER, any_of

_WHO = any_of(r"""
    you | we | they | i | he | she | there | nobody | no one | somebody | someone | everybody
    everyone | people | customers | users
""")
_VERB = any_of(r"""
    is | are | was | were | has | have | had | will | would | can | could | should | does | do
    doesn't | don't | isn't | aren't | won't | can't | wouldn't | cannot | \w{2,}s
""")
_CLAUSE = (
    rf"(?:that )?(?:{_WHO}(?:'\w+| \w+) \w+|(?:it|that|this)(?:'(?:s|ll|d)| {_VERB}) \w+|"
    rf"(?:it|that|this) \w{{3,}}s|{DETERMINER} \w+ \w+ \w+)"
)
_REPORTED = any_of(r"""
    (?:what )?you(?:'re| are) (?:\w+ly )?(?:saying|telling me|suggesting|claiming|implying)(?: is)?
    what you(?: just)? said is | you mean to (?:say|tell me) | i take it
    (?:just )?(?:so )?to (?:confirm|double check)(?: ,)?
""")
_SUPPOSED = any_of(r"""
    i assume | i(?:'m| am) (?:just )?(?:assuming|guessing) | i presume | i gather | i trust
    you mean | i(?: do not| don't) suppose | i(?:'d| would) imagine
""")
_UNDERSTOOD = any_of(r"""
    (?:so )?if i (?:understand|understood|heard|got|get|read|follow|followed)\
        (?: (?:you|this|that|it))?(?: (?:correctly|right|properly))?(?: ,)?
    correct me if i(?:'m| am) wrong(?: ,)?(?: but)?
    let me (?:make sure|see if|check that|check if) i (?:understand|understood|have|got)\
        (?: (?:you|this|that|it))?(?: (?:correctly|right|straight))?(?: ,)?
    let me get this (?:right|straight)(?: ,)?
""")
_CONFIRMING = re.compile(
    rf"^(?:(?:{_REPORTED}|{_UNDERSTOOD}) {_CLAUSE}|"
    rf"{_SUPPOSED} (?:that )?(?:{_WHO}(?:'\w+| \w+) \w+|(?:it|that|this)(?:'s| is| {_VERB}) \w+|"
    rf"the \w+ {_VERB} \w+))(?![\w'])"
)
_IDLE = re.compile(
    r"^(?:i assume (?:you|we|they|he|she) (?:know|knows)|you mean (?:well|business))\b"
)


def asks_to_confirm(body: str) -> bool:
    """Whether a statement puts words into the other's mouth and waits for a yes or no."""
    return bool(_CONFIRMING.match(body)) and not _IDLE.match(body)
