"""What parts without a window say of themselves, in the language of the windows.

They know no language and say it in English, which is what is recorded. Only what is shown is
translated; what people said, wrote or asked a model stays as it is.
"""

from __future__ import annotations

import dataclasses
import re

from app.core.events import Answer, Event, Health, Problem
from app.ui.language import tr

_SILENCE = re.compile(r"no sound for (?P<seconds>\d+) s(?:; (?P<hint>.+))?")


def told(event: Event) -> Event:
    """The event as it is to be shown."""
    match event:
        case Health(state="silent"):
            return dataclasses.replace(event, note=_silence(event.note))
        case Problem():
            return dataclasses.replace(
                event,
                title=_known(event.title),
                detail=_known(event.detail),
                next_step=_known(event.next_step),
            )
        case Answer(provider="offline"):
            return dataclasses.replace(event, text=_offline(event.text))
        case _:
            return event


def _silence(note: str) -> str:
    found = _SILENCE.fullmatch(note)
    if found is None:
        return note
    words = [tr("no sound for {seconds} s").format(seconds=found["seconds"])]
    if found["hint"]:
        words.append(_known(found["hint"]))
    return "; ".join(words)


def _offline(text: str) -> str:
    """Our own first and last lines around passages of the notes."""
    lines = text.split("\n")
    for place in {0, len(lines) - 1}:
        line = lines[place]
        inner = line.strip("*")
        lines[place] = line.replace(inner, _known(inner)) if inner else line
    return "\n".join(lines)


def _known(text: str) -> str:
    return _sentences().get(text, text)


def _sentences() -> dict[str, str]:
    pairs = (
        ("Not in your notes.", tr("Not in your notes.")),
        ("No model was asked", tr("No model was asked")),
        ("No model was asked.", tr("No model was asked.")),
        ("No model answered.", tr("No model answered.")),
        (
            "No model was asked: these are your own notes.",
            tr("No model was asked: these are your own notes."),
        ),
        (
            "No model answered: these are your own notes.",
            tr("No model answered: these are your own notes."),
        ),
        ("no provider is set up", tr("no provider is set up")),
        (
            "Add a provider in the settings, or set OPENAI_API_KEY.",
            tr("Add a provider in the settings, or set OPENAI_API_KEY."),
        ),
        (
            "check that the device is the right one and not muted",
            tr("check that the device is the right one and not muted"),
        ),
    )
    return dict(pairs)
