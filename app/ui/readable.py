"""Text from notes, talk and models without marks that a reader cannot see and that deceive.

A note can hold characters that turn the order of what follows, hide a part of it or erase
it on a terminal. On screen they are left out; everything that shows a letter stays, and so
do the joiners that some scripts and emoji are written with.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any, cast

from app.core.events import (
    Answer,
    AnswerDelta,
    Event,
    Info,
    Passages,
    Problem,
    Question,
    Transcript,
)

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85]")
_SUSPECT = re.compile(f"{_UNSEEN.pattern}|{_LINE_ENDS.pattern}")
_TEXTS: dict[type, tuple[str, ...]] = {
    Transcript: ("text",),
    Question: ("text",),
    AnswerDelta: ("text",),
    Answer: ("text",),
    Info: ("note", "error"),
    Problem: ("title", "detail", "next_step"),
}


def readable(text: str) -> str:
    """The text with every end of a line as a newline and without marks nobody sees."""
    if not _SUSPECT.search(text):
        return text
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))


def readable_event(event: Event) -> Event:
    """The event as it may be shown; the same object where nothing had to be left out."""
    if isinstance(event, Passages):
        passages = tuple(_cleaned(one, ("text", "note", "heading")) for one in event.passages)
        if all(new is old for new, old in zip(passages, event.passages, strict=True)):
            return event
        return dataclasses.replace(event, passages=passages)
    cleaned: Event = _cleaned(event, _TEXTS.get(type(event), ()))
    return cleaned


def _cleaned(record: Any, names: tuple[str, ...]) -> Any:
    """A record with some of its texts made readable."""
    texts = {name: getattr(record, name) for name in names}
    new = {name: readable(text) for name, text in texts.items()}
    return record if new == texts else dataclasses.replace(cast("Any", record), **new)
