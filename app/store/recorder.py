"""Record a session as it happens: events go in from anywhere, one thread writes them down."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TypeVar

from app.core.errors import describe
from app.core.events import (
    Answer,
    AnswerDelta,
    Event,
    Health,
    Info,
    Problem,
    Sink,
    Speech,
    Transcript,
)
from app.core.redact import Redactor
from app.store.blobs import blob_path, write_blob
from app.store.gpcast import CLOSED, IMAGE, LOST, MARKER, Line, encode_line, milliseconds
from app.store.journal import Journal
from app.store.scribe import Scribe

log = logging.getLogger(__name__)
T = TypeVar("T")

QUEUE_SIZE = 20_000
"""Events that may wait for a disk that has stopped; some ten minutes of talk."""
ROOM_FOR_TURNS = 5_000
"""Of these, places that captions, levels and pieces of answers may not take."""
FRAME_S = 0.2
"""Pieces of an answer wait this long; with the thread's own delay, under 250 ms."""
SYNC_S = 2.0
RETRY_S = 1.0
_SYNCED_AT_ONCE = set("qeimvTrlz")
_NOTHING = threading.Event()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line on its way to the disk, with the image that must be there before it."""

    text: bytes
    code: str
    question: str = ""
    blob: bytes = b""


@dataclass(frozen=True, slots=True)
class _Picture:
    png: bytes
    question: str
    ms: int


class Recorder:
    """Writes one session file until closed; made by `opening.open_session`.

    ``put`` never blocks and may be called from any thread. News of the recording itself (a
    failing disk, its recovery) goes to ``on_event``, and the id of each question whose
    answer is safely on the disk to ``on_saved``; both are called on the writer thread.
    """

    def __init__(
        self,
        journal: Journal,
        *,
        first: Line | bytes,
        now: Callable[[], float],
        redactor: Redactor,
        encode: Callable[[Line], bytes] = encode_line,
        shift_ms: int = 0,
        on_event: Sink | None = None,
        on_saved: Callable[[str], None] | None = None,
    ) -> None:
        self.path = journal.path
        self.lost = 0
        """Events given up because the disk could not keep up."""
        self._journal = journal
        self._now = now
        self._encode = encode
        self._shift_ms = shift_ms
        self._on_event = on_event or (lambda event: None)
        self._on_saved = on_saved or (lambda question: None)
        self._scribe = Scribe(redactor, shift_ms)
        self._queue: SimpleQueue[Event | Line | _Picture | threading.Event | None] = SimpleQueue()
        text, code = (first, "") if isinstance(first, bytes) else (encode(first), first.code)
        self._unwritten: deque[_Entry] = deque([_Entry(text, code)])
        self._flushed: list[threading.Event] = []
        self._unsaved: list[str] = []
        self._dirty_since: float | None = None
        self._sync_now = True
        self._failing = False
        self._reported = False
        self._lost_written = 0
        self._closed = False
        self._ended = False
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def put(self, event: Event) -> None:
        """Record an event. Where the disk has stopped for long, the newest are counted lost."""
        partial = isinstance(event, Transcript) and not event.final
        passing = partial or isinstance(event, (AnswerDelta, Health, Speech))
        room = QUEUE_SIZE - ROOM_FOR_TURNS if passing else QUEUE_SIZE
        if self._closed or self._queue.qsize() >= room:
            self.lost += 1
            return
        self._queue.put(event)

    def put_image(self, png: bytes, question: str = "") -> None:
        """Keep a screenshot: its bytes reach the disk before the line that names them."""
        self._queue.put(_Picture(png, question, self._ms(self._now())))

    def mark(self, note: str) -> None:
        """Set a marker at this moment, for finding it again."""
        self._queue.put(Line(self._ms(self._now()), MARKER, {"note": note}))

    def flush(self, timeout: float = 5.0) -> bool:
        """Wait until everything put so far is on the disk; False when that takes too long."""
        done = threading.Event()
        self._queue.put(done)
        return done.wait(timeout)

    def close(self, reason: str = "closed") -> None:
        """Write what is left, note the end and release the file. Blocks; again it is idle."""
        if self._closed:
            return
        self._closed = True
        self._queue.put(Line(self._ms(self._now()), CLOSED, {"reason": reason}))
        self._queue.put(None)
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._ended:
                if self._failing and not self._closing.wait(RETRY_S):
                    pass  # the queue holds what comes meanwhile
                else:
                    self._take(self._next())
                self._write()
                if self._ended or not self._failing:
                    self._sync()
            if self._unwritten:
                self._problem("Part of this session was not saved", f"{len(self._unwritten)} lines")
        finally:
            self._journal.close()

    def _next(self) -> Event | Line | _Picture | threading.Event | None:
        """The next item; a do-nothing flush when something is due before one comes."""
        since = [
            start + span
            for start, span in ((self._scribe.waiting_since, FRAME_S), (self._dirty_since, SYNC_S))
            if start is not None
        ]
        wait = max(0.0, min(since) - time.monotonic()) if since else None
        try:
            return self._queue.get(timeout=wait)
        except Empty:
            return _NOTHING

    def _take(self, item: Event | Line | _Picture | threading.Event | None) -> None:
        match item:
            case None:
                self._ended = True
            case threading.Event():
                if item is not _NOTHING:
                    self._flushed.append(item)
                    self._add(self._scribe.frames(everything=True))
            case Line():
                self._add([*self._scribe.frames(everything=True), self._scribe.clean_line(item)])
            case _Picture():
                self._add(self._scribe.frames())
                self._add([self._image_line(item)], blob=item.png)
            case _:
                self._take_event(item)
        waiting = self._scribe.waiting_since
        if waiting is not None and time.monotonic() - waiting >= FRAME_S:
            self._add(self._scribe.frames())
        if self.lost > self._lost_written:
            count, self._lost_written = self.lost - self._lost_written, self.lost
            self._add([Line(self._ms(self._now()), LOST, {"events": count})])
            self._problem("The disk is too slow for the recording", f"{count} events are missing")

    def _take_event(self, event: Event) -> None:
        stamp = event.emitted if event.emitted > 0 else self._now()
        try:
            lines = self._scribe.lines(event, self._ms(stamp))
            question = event.question if isinstance(event, Answer) else ""
            self._add(lines, question=question)
        except (ValueError, TypeError, AttributeError) as error:
            self.lost += 1
            self._problem("An event could not be recorded", describe(error))

    def _add(self, lines: list[Line], *, question: str = "", blob: bytes = b"") -> None:
        for line in lines:
            self._unwritten.append(_Entry(self._encode(line), line.code, question, blob))

    def _image_line(self, picture: _Picture) -> Line:
        path = blob_path(self.path, picture.png)
        data = {"path": path, "bytes": len(picture.png), "question": picture.question}
        return Line(picture.ms, IMAGE, data)

    def _write(self) -> None:
        """Append everything that waits; on a failure it goes on waiting."""
        try:
            while self._unwritten:
                entry = self._unwritten[0]
                if entry.blob:
                    write_blob(self.path, entry.blob)
                self._journal.append(entry.text)
                self._unwritten.popleft()
                if self._dirty_since is None:
                    self._dirty_since = time.monotonic()
                self._sync_now |= entry.code in _SYNCED_AT_ONCE
                if entry.question and entry.code == "e":
                    self._unsaved.append(entry.question)
        except OSError as error:
            self._failed(error)
        else:
            if self._failing:
                self._failing, self._sync_now = False, True

    def _sync(self) -> None:
        """Have the disk keep what was appended, when that is due, and say what is now safe."""
        since = self._dirty_since
        if since is not None:
            due = self._sync_now or self._flushed or time.monotonic() - since >= SYNC_S
            if not due:
                return
            try:
                self._journal.sync()
            except OSError as error:
                self._failed(error)
                return
            self._dirty_since, self._sync_now = None, False
            if self._reported:
                self._reported = False
                self._tell(self._on_event, self._news_of_recovery())
        while self._unsaved:
            self._tell(self._on_saved, self._unsaved.pop(0))
        while self._flushed:
            self._flushed.pop().set()

    def _failed(self, error: OSError) -> None:
        self._failing = True
        if not self._reported:
            self._reported = True
            self._problem(
                "The recording cannot be written", f"{self.path}: {error.strerror or error}"
            )

    def _problem(self, title: str, detail: str) -> None:
        step = "Make room on the disk; what is said meanwhile is kept and written later."
        now = self._now()
        problem = Problem("recorder", title, detail, step, sticky=True, at=now, emitted=now)
        self._tell(self._on_event, problem)

    def _news_of_recovery(self) -> Info:
        now = self._now()
        return Info("recording", note="The recording goes on", at=now, emitted=now)

    def _tell(self, listener: Callable[[T], None], news: T) -> None:
        try:
            listener(news)
        except Exception:  # the recording must outlive any listener
            log.exception("a listener of the recorder failed")

    def _ms(self, seconds: float) -> int:
        return milliseconds(seconds) + self._shift_ms
