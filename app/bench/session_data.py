"""Made-up sessions for measuring: talk of no meaning in the amounts of a real one."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path

from app.core.clock import Clock
from app.core.events import (
    Answer,
    AnswerDelta,
    Event,
    Passage,
    Passages,
    Question,
    Timing,
    Transcript,
    Why,
)
from app.core.redact import Redactor
from app.store.gpcast import encode_line
from app.store.opening import open_session
from app.store.scribe import Scribe

FRAME_S = 0.15
"""Pieces of so long share a line, as in a true recording."""
_SYLLABLES = "ra ke lo mi tu san der vi pol gra ne sto bel qui dan for ma ri ter col".split()
_WORDS = [a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES[:6]]
_WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(_WORDS) + 1)))
"""As often as words are used in talk: the n-th most common one n times more seldom."""


def made_up_words(chance: random.Random, count: int) -> list[str]:
    """Words of no meaning, as often as those of a language."""
    return chance.choices(_WORDS, cum_weights=_WEIGHTS, k=count)


def made_up_turn(number: int, start: float, pieces: int, chance: random.Random) -> list[Event]:
    """A turn as a talk of forty words would make it; times in session seconds."""
    name = f"q{number}"
    text = "How about the " + " ".join(made_up_words(chance, 6)) + "?"
    words = [word + " " for word in made_up_words(chance, pieces)]
    note = Passage(
        "p",
        " ".join(made_up_words(chance, 80)),
        "runbooks/deploys.md",
        "Deploys > Rollback",
        "/notes/runbooks/deploys.md",
        1,
        0.03,
        Why(1, 2, ("deploy",)),
    )
    spacing = 0.02
    end = start + 1.2 + pieces * spacing
    return [
        Transcript(f"u{number}", "them", text, start, start + 0.9, True, start + 1.0),
        Question(name, 0, text, "technical", "them", start + 0.9, start + 1.0),
        Passages(name, True, 3.0, (note,), at=start + 1.1, emitted=start + 1.1),
        *(
            AnswerDelta(name, word, emitted=round(start + 1.2 + n * spacing, 3))
            for n, word in enumerate(words)
        ),
        Answer(
            name,
            "".join(words),
            "local",
            "any",
            "complete",
            Timing(100.0, 300.0),
            emitted=round(end, 3),
        ),
    ]


def written(folder: Path, talk: Iterable[list[Event]], stem: str = "") -> Path:
    """A session file made without the clock: all its lines at once."""
    recorder = open_session(folder, now=Clock().now)
    recorder.close()
    path = recorder.path
    lines = path.read_bytes().splitlines(keepends=True)
    scribe = Scribe(Redactor())
    path.write_bytes(lines[0] + b"".join(_text(scribe, turn) for turn in talk) + lines[1])
    return path.rename(path.with_name(f"{stem}.gpcast")) if stem else path


def _text(scribe: Scribe, events: list[Event]) -> bytes:
    """The lines of a turn, its pieces framed by the times they carry."""
    lines = []
    frame_start = 0.0
    for event in events:
        if isinstance(event, AnswerDelta) and event.emitted - frame_start > FRAME_S:
            lines += scribe.frames()
            frame_start = event.emitted
        lines += scribe.lines(event, round(event.emitted * 1000))
    return b"".join(map(encode_line, lines))
