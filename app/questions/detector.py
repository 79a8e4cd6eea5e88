"""Whether a text asks something, and what kind of question it is: rules on English syntax.

A direct question turns verb and subject round (`direct`); a clause inside a
statement ("I know what you mean") does not, which is what tells the two apart. Beside
that stand fixed ways of asking: indirect ("I was wondering whether"), imperative ("walk
me through"), tags ("isn't it", "right?"), statements to be confirmed ("so you're saying"),
and the question mark of the recogniser.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.core.events import Kind
from app.questions import confirming, direct, not_asked, requests, tags
from app.questions.kinds import kind_of
from app.questions.phrases import without_opening
from app.questions.text import Sentence, sentences

Form = Literal["direct", "indirect", "imperative", "tag", "confirming", "marked", ""]
"""How it is asked; ``marked`` has nothing but its question mark, empty asks nothing."""

LONGEST = 60
"""Words of a question's text above which only its asking sentences are kept."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say about one utterance."""

    question: bool
    kind: Kind
    form: Form = ""
    text: str = ""
    """What to look up and answer: the utterance without greetings; empty if not a question."""


def judge(text: str, before: str = "") -> Judgement:
    """Whether ``text`` asks something; pure, well under a millisecond.

    ``before`` is what the same speaker said just before, if the pause was short: a clause
    that only continues it is not a question of its own.
    """
    parts = sentences(text)
    asking = [(place, form) for place, part in enumerate(parts) if (form := _form(part))]
    asking = [
        (place, form)
        for place, form in asking
        if not _answered_at_once(parts, place) and not _continues(parts[place], place, before)
    ]
    if not asking:
        return Judgement(False, kind_of(text))
    asked = _what_is_asked(parts, [place for place, _ in asking])
    last = parts[asking[-1][0]]
    return Judgement(True, kind_of(last.written, asked), asking[-1][1], asked)


def is_complete(text: str) -> bool:
    """Whether a text asks something and its last sentence is closed, so that it may be all."""
    return text.rstrip().endswith((".", "?", "!")) and judge(text).question


def is_filler(text: str) -> bool:
    """Whether a text is only a greeting, thanks or a sign of listening."""
    return all(not_asked.is_chatter(part.plain) for part in sentences(text))


def _form(part: Sentence) -> Form:
    """How a sentence asks, or the empty form."""
    words, marked = part.plain, part.marked
    body = without_opening(words)
    if not_asked.is_chatter(words):
        return ""
    if any(not_asked.is_rhetorical(form, marked=marked) for form in (words, body)):
        return ""
    if requests.is_order(body):
        return "imperative"
    if requests.is_wish(body):
        return "indirect"
    if direct.opens_as_question(body, marked=marked):
        return "" if not_asked.said_afterwards(body) else "direct"
    if confirming.asks_to_confirm(body):
        return "confirming"
    if not_asked.reports_speech(body):
        return ""
    if _asked_late(body, direct.questions_inside(body)):
        return "direct"
    if _asked_late(body, requests.late_orders(body)):
        return "imperative"
    if tags.has_tag(body, marked=marked):
        return "tag"
    if marked and not not_asked.is_clause_fragment(body):
        return "marked"
    return ""


def _asked_late(body: str, places: list[int]) -> bool:
    return any(not not_asked.is_reported(body[:place]) for place in places)


def _answered_at_once(parts: list[Sentence], place: int) -> bool:
    """Whether the speaker answers the question in the next breath."""
    return place + 1 < len(parts) and not_asked.gives_reason(parts[place + 1].plain)


def _continues(part: Sentence, place: int, before: str) -> bool:
    """Whether a first sentence is only the rest of what was said before it."""
    return bool(before) and place == 0 and not_asked.is_embedded_clause(part.plain)


def _what_is_asked(parts: list[Sentence], asking: list[int]) -> str:
    kept = [
        x for x, part in enumerate(parts) if x in asking or not not_asked.is_chatter(part.plain)
    ]
    if sum(len(parts[place].words) for place in kept) > LONGEST:
        kept = sorted({near for place in asking for near in (place - 1, place) if near >= 0})
    return " ".join(parts[place].written for place in kept)
