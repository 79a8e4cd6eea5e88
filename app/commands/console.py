"""Events on the terminal: one JSON object a line for programs, short lines for people."""

from __future__ import annotations

import json
import re
import sys

from app.core.events import (
    Answer,
    AnswerDelta,
    Event,
    Health,
    Info,
    Passages,
    Problem,
    Question,
    Transcript,
)
from app.core.wire import to_json

_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, marks that turn the direction of writing, and halves of characters."""


def harmless(text: str) -> str:
    """Text of notes or talk without what a terminal would obey."""
    return _OBEYED.sub("\ufffd", text)


class JsonLines:
    """A sink that prints every event as one JSON object a line on stdout."""

    def __call__(self, event: Event) -> None:
        print(json.dumps(to_json(event), ensure_ascii=False), flush=True)


class Story:
    """A sink that tells a session as it happens, each step with its latency."""

    def __init__(self) -> None:
        self._asked_at: dict[str, float] = {}
        self._streaming = ""

    def __call__(self, event: Event) -> None:
        if isinstance(event, AnswerDelta):
            self._delta(event)
            return
        line = self._line(event)
        if line:
            self._end_stream()
            print(f"{event.emitted:7.2f}  {harmless(line)}", flush=True)

    def close(self) -> None:
        """Nothing more comes; an answer still open was cut off, and that is told."""
        if self._streaming:
            self._end_stream()
            print("         The recording ends here, in the middle of the answer.", flush=True)

    def _line(self, event: Event) -> str:
        match event:
            case Transcript(final=True):
                return f"{event.channel:<9} {event.text}  {_ms(event.emitted - event.ended)}"
            case Question():
                self._asked_at[event.id] = event.asked_at
                again = f", revision {event.revision}" if event.revision else ""
                return (
                    f"question  {event.text}  ({event.kind}{again}) {self._after(event.id, event)}"
                )
            case Passages():
                found = ", ".join(f"{p.note} > {p.heading}" for p in event.passages)
                said = found if event.covered else "not in your notes"
                return f"passages  {said}  {self._after(event.question, event)}"
            case Answer():
                by = event.provider + (f" {event.model}" if event.model else "")
                return f"answered  {event.ended} by {by}  {self._after(event.question, event)}"
            case Problem():
                return f"problem   {_sentences(event)}"
            case Info():
                return f"info      {event.note or event.kind} {event.error}".rstrip()
            case Health() if event.state not in ("ok", "ended"):
                return f"sound     {event.channel}: {event.state} {event.note}".rstrip()
        return ""

    def _after(self, question: str, event: Event) -> str:
        return _ms(event.emitted - self._asked_at.get(question, event.emitted))

    def _delta(self, event: AnswerDelta) -> None:
        if self._streaming != event.question:
            self._end_stream()
            self._streaming = event.question
            print(f"{event.emitted:7.2f}  answer    ({self._after(event.question, event)})")
        sys.stdout.write(harmless(event.text))
        sys.stdout.flush()

    def _end_stream(self) -> None:
        if self._streaming:
            self._streaming = ""
            print(flush=True)


def _sentences(problem: Problem) -> str:
    """What happened, why, and what to do, each ended as a sentence."""
    parts = (problem.title + (f": {problem.detail}" if problem.detail else ""), problem.next_step)
    return " ".join(part.rstrip(".") + "." for part in parts if part)


def _ms(seconds: float) -> str:
    return f"+{seconds * 1000:.0f} ms"
