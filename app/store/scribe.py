"""Turn events into the lines of a session file: pieces of an answer in frames, secrets out."""

from __future__ import annotations

import dataclasses
import hashlib
import time
from typing import Any

from app.core.events import Answer, AnswerDelta, Event, Health
from app.core.redact import Redactor
from app.store.gpcast import Line, event_line, frame_line


@dataclasses.dataclass(slots=True)
class _Stream:
    """One answer on its way."""

    waiting: list[tuple[int, str]] = dataclasses.field(default_factory=list)
    received: list[str] = dataclasses.field(default_factory=list)
    written: list[str] = dataclasses.field(default_factory=list)


class Scribe:
    """Keeps the pieces of running answers until they make a frame; knows no file.

    A piece that may be part of a secret still arriving waits for the next one, so that a
    key split over pieces is masked whole.
    """

    def __init__(self, redactor: Redactor, shift_ms: int = 0) -> None:
        self._shift_ms = shift_ms
        self.waiting_since: float | None = None
        """When the oldest piece that waits came in, or was last held back (monotonic s)."""
        self._redactor = redactor
        self._streams: dict[str, _Stream] = {}
        self._last_ms = 0
        self._health: dict[str, tuple[str, str]] = {}

    def lines(self, event: Event, ms: int) -> list[Line]:
        """What an event passed on at ``ms`` adds to the file; nothing yet for a piece."""
        if isinstance(event, AnswerDelta):
            stream = self._streams.setdefault(event.question, _Stream())
            stream.waiting.append((ms, event.text))
            stream.received.append(event.text)
            if self.waiting_since is None:
                self.waiting_since = time.monotonic()
            return []
        found = self.frames()
        if isinstance(event, Health) and not self._is_news(event):
            return found
        if isinstance(event, Answer):
            found += self._frame(event.question, everything=True)
        line = event_line(event, self._shift_ms)
        data = self._clean(line.data)
        if isinstance(event, Answer):
            stream = self._streams.pop(event.question, _Stream())
            if "".join(stream.received) == event.text:
                data["text"] = "".join(stream.written)
            data["sha256"] = hashlib.sha256(
                "".join(stream.written).encode("utf-8", "surrogatepass")
            ).hexdigest()
        self._last_ms = max(self._last_ms, ms)
        return [*found, Line(ms, line.code, data)]

    def _is_news(self, health: Health) -> bool:
        """Whether a channel is doing otherwise than before; a mere level is for live meters."""
        before = self._health.get(health.channel)
        note = "" if health.state == "silent" else health.note  # it counts the seconds
        self._health[health.channel] = now = (health.state, note)
        return now != before

    def frames(self, *, everything: bool = False) -> list[Line]:
        """The frames that are ready; with ``everything`` also what is held back."""
        found: list[Line] = []
        for question in list(self._streams):
            found += self._frame(question, everything=everything)
        held = any(stream.waiting for stream in self._streams.values())
        self.waiting_since = time.monotonic() if held else None
        return found

    def clean_line(self, line: Line) -> Line:
        """A line of another kind without secrets."""
        return dataclasses.replace(line, data=self._clean(line.data))

    def _frame(self, question: str, *, everything: bool) -> list[Line]:
        stream = self._streams.get(question)
        if stream is None or not stream.waiting:
            return []
        count = len(stream.waiting)
        if not everything:
            count = self._settled(stream.waiting)
        pieces, stream.waiting = stream.waiting[:count], stream.waiting[count:]
        if not pieces:
            return []
        joined = "".join(text for _, text in pieces)
        cleaned = self._redactor.clean(joined)
        if cleaned != joined:
            pieces = [(pieces[0][0], cleaned)]
        stream.written.append(cleaned)
        # A piece held back is written later than it came: no line is older than one before it.
        pieces = [(max(ms, self._last_ms), text) for ms, text in pieces]
        self._last_ms = max(ms for ms, _ in pieces)
        return [frame_line(question, pieces)]

    def _settled(self, waiting: list[tuple[int, str]]) -> int:
        """How many pieces can be written without cutting through what may be a secret."""
        count = len(waiting)
        while held := self._redactor.hold_back("".join(text for _, text in waiting[:count])):
            while held > 0:
                count -= 1
                held -= len(waiting[count][1])
        return count

    def _clean(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._redactor.clean(value)
        if isinstance(value, dict):
            return {name: self._clean(item) for name, item in value.items()}
        return [self._clean(item) for item in value] if isinstance(value, list) else value
