"""What parts without a window say of themselves, in the language of the windows.

They know no language and say it in English, which is what is recorded. Only what is shown is
translated; what people said, wrote or asked a model stays as it is.
"""

from __future__ import annotations

import dataclasses

from app.core.events import Answer, Event, Health, Problem
from app.ui.told_words import in_the_language


def told(event: Event) -> Event:
    """The event as it is to be shown."""
    match event:
        case Health():
            return dataclasses.replace(event, note=in_the_language(event.note))
        case Problem():
            return dataclasses.replace(
                event,
                title=in_the_language(event.title),
                detail=in_the_language(event.detail),
                next_step=in_the_language(event.next_step),
            )
        case Answer(provider="offline"):
            return dataclasses.replace(event, text=_offline(event.text))
        case _:
            return event


def _offline(text: str) -> str:
    """Our own first and last lines around passages of the notes."""
    lines = text.split("\n")
    for place in {0, len(lines) - 1}:
        line = lines[place]
        inner = line.strip("*")
        lines[place] = line.replace(inner, in_the_language(inner)) if inner else line
    return "\n".join(lines)
