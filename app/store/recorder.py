"""Record a session as it happens: events go in from anywhere, one thread writes them down."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from app.core.errors import describe
from app.core.events import (
    Answer,
    AnswerDelta,
    Event,
    Health,
    Info,
    Problem,
    Question,
    Sink,
    Speech,
    Transcript,
)
from app.core.redact import Redactor
from app.store.gpcast import (
    CLOSED,
    LOST,
    MARKER,
    TITLE,
    VERDICT,
    Line,
    milliseconds,
)
from app.store.intake import Intake
from app.store.journal import Journal
from app.store.scribe import Scribe
from app.store.writer import HEADER_CODE, Entry, Writer

if TYPE_CHECKING:
    from app.store.encryption import Cipher

log = logging.getLogger(__name__)
T = TypeVar("T")

QUEUE_SIZE = 20_000
"""Events that may wait for a disk that has stopped; some ten minutes of talk."""
ROOM_FOR_TURNS = 5_000
"""Of these, places that captions, levels and pieces of answers may not take."""
FRAME_S = 0.15
"""Pieces of an answer wait this long; with the thread's own delay, under 250 ms."""
RETRY_S = 1.0


class _Picture(NamedTuple):
    png: bytes
    question: str
    ms: int


class _Flush(NamedTuple):
    done: threading.Event


_Item = Event | Line | _Picture | _Flush | None


class Recorder:
    """Writes one session file until closed; made by `opening.open_session`.

    ``put`` never blocks and may be called from any thread. News of the recording itself (a
    failing disk, its recovery) goes to ``on_event``, not yet stamped, and the id of each
    question whose answer is safely on the disk to ``on_saved``, both on the writer thread.
    """

    def __init__(
        self,
        journal: Journal,
        *,
        first: Line | bytes,
        now: Callable[[], float],
        redactor: Redactor,
        cipher: Cipher | None = None,
        shift_ms: int = 0,
        on_event: Sink | None = None,
        on_saved: Callable[[str], None] | None = None,
    ) -> None:
        self.path = journal.path
        self.lost = 0
        """Events given up because the disk could not keep up."""
        self.empty = True
        """Whether nothing was said, asked, shown or marked; final once it is closed."""
        self._now = now
        self._shift_ms = shift_ms
        self._on_event = on_event or (lambda event: None)
        self._on_saved = on_saved or (lambda question: None)
        self._scribe = Scribe(redactor, shift_ms)
        self._writer = Writer(journal, cipher)
        self._queue: Intake[_Item] = Intake()
        self._flushes: list[_Flush] = []
        self._failing = False
        self._failure_told = False
        self._loss_told = False
        self._lost_written = 0
        self._images_told = 0
        self._losing = threading.Lock()
        self._ended = False
        self._closing = threading.Event()
        if isinstance(first, bytes):
            self._writer.add(Entry(first, HEADER_CODE))
        else:
            self._writer.add_lines([first])
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def put(self, event: Event) -> None:
        """Record an event. Where the disk has stopped for long, the newest are counted lost."""
        passing = _passing(event)
        room = QUEUE_SIZE - ROOM_FOR_TURNS if passing else QUEUE_SIZE
        if len(self._queue) >= room or self._closing.is_set():
            with self._losing:
                self.lost += 1
            return
        self._queue.add(event, hurry=not passing)

    def put_image(self, png: bytes, question: str = "") -> None:
        """Keep a screenshot: its bytes reach the disk before the line that names them."""
        self._queue.add(_Picture(png, question, self._ms(self._now())))

    def mark(self, note: str) -> None:
        """Set a marker at this moment, for finding it again."""
        self._queue.add(Line(self._ms(self._now()), MARKER, {"note": note}))

    def judge(self, question: str, good: bool, note: str = "") -> None:
        """Mark an answer as good or bad."""
        data = {"question": question, "good": good, "note": note}
        self._queue.add(Line(self._ms(self._now()), VERDICT, data))

    def entitle(self, title: str) -> None:
        """Give the session a title."""
        self._queue.add(Line(self._ms(self._now()), TITLE, {"title": title}))

    def flush(self, timeout: float = 5.0) -> bool:
        """Wait until everything put so far is on the disk; False when that takes too long."""
        flush = _Flush(threading.Event())
        self._queue.add(flush)
        return flush.done.wait(timeout)

    def close(self, reason: str = "closed") -> None:
        """Write what is left, note the end and release the file. Blocks; again it is idle."""
        if not self._closing.is_set():
            self._closing.set()
            self._queue.add(Line(self._ms(self._now()), CLOSED, {"reason": reason}))
            self._queue.add(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._ended:
                # While the disk fails, the queue holds what comes; closing tries all of it.
                if not self._failing or self._closing.wait(RETRY_S):
                    self._wait()
                    for item in self._queue.take():
                        self._take(item)
                    self._add_what_is_due()
                self._save()
            if self._failing:
                self._tell_problem(
                    "Part of this session was not saved",
                    f"{self._writer.waiting} lines for {self.path}",
                    "Make room on the disk before the next session.",
                )
        except Exception as error:  # nothing may end a recording in silence
            log.exception("the recorder failed")
            self._tell_problem("The recording has stopped", describe(error), "Start it again.")
        finally:
            self._closing.set()
            self._writer.close()

    def _wait(self) -> None:
        """Sleep until there is something to take, a frame is full or the disk is due."""
        waiting = self._scribe.waiting_since
        frame_due = waiting + FRAME_S if waiting is not None else None
        due = [moment for moment in (frame_due, self._writer.sync_due) if moment is not None]
        self._queue.wait(min(due, default=None), soon=frame_due is not None)

    def _take(self, item: _Item) -> None:
        match item:
            case None:
                self._ended = True
            case _Flush():
                self._flushes.append(item)
                self._writer.add_lines(self._scribe.frames(everything=True))
            case Line():
                self.empty = self.empty and item.code in (CLOSED, LOST)
                self._writer.add_lines(
                    [*self._scribe.frames(everything=True), self._scribe.clean_line(item)]
                )
            case _Picture():
                self.empty = False
                self._writer.add_lines(self._scribe.frames())
                self._writer.add_picture(*item)
            case _:
                self._take_event(item)

    def _add_what_is_due(self) -> None:
        waiting = self._scribe.waiting_since
        if waiting is not None and time.monotonic() - waiting >= FRAME_S:
            self._writer.add_lines(self._scribe.frames())
        if self.lost > self._lost_written:
            self._note_loss()

    def _take_event(self, event: Event) -> None:
        if isinstance(event, (Speech, Transcript, Question, Answer)):
            self.empty = False
        stamp = event.emitted if event.emitted > 0 else self._now()
        try:
            lines = self._scribe.lines(event, self._ms(stamp))
            answered = event.question if isinstance(event, Answer) else ""
            self._writer.add_lines(lines, ends=answered)
        except Exception as error:  # one odd event must not end the recording
            self._tell_problem("An event could not be recorded", describe(error), "")

    def _note_loss(self) -> None:
        """Tell of lost events at once, and write their number when the worst is over."""
        if not self._loss_told:
            self._loss_told = True
            self._tell_problem(
                "The disk is too slow for the recording",
                f"{self.lost} events are missing so far",
                "Close what keeps the disk busy.",
            )
        if len(self._queue) < QUEUE_SIZE // 2:
            count, self._lost_written = self.lost - self._lost_written, self.lost
            self._writer.add_lines([Line(self._ms(self._now()), LOST, {"events": count})])
            self._loss_told = False

    def _save(self) -> None:
        """Bring to the disk what is due, and say what is safe there or why it is not."""
        try:
            self._writer.write()
            due = self._writer.sync_due
            if due is not None and (
                due <= time.monotonic() or self._flushes or self._failing or self._ended
            ):
                self._writer.sync()
        except OSError as error:
            self._failing = True
            if not self._failure_told:
                self._failure_told = True
                self._tell_problem(
                    "The recording cannot be written",
                    f"{self.path}: {error.strerror or error}",
                    "Make room on the disk; what is said meanwhile is kept and written later.",
                )
            return
        self._failing = False
        if self._failure_told:
            self._failure_told = False
            self._tell(self._on_event, Info("recording", note="The recording goes on"))
        if self._writer.given_up > self._images_told:
            self._images_told = self._writer.given_up
            self._writer.add_lines([Line(self._ms(self._now()), LOST, {"images": 1})])
            self._tell_problem(
                "A screenshot could not be kept",
                f"its folder beside {self.path} cannot be written",
                "Change the permissions of the folder.",
            )
        for question in self._writer.take_saved():
            self._tell(self._on_saved, question)
        while self._flushes:
            self._flushes.pop().done.set()

    def _tell_problem(self, title: str, detail: str, next_step: str) -> None:
        problem = Problem("recorder", title, detail, next_step, sticky=True)
        self._tell(self._on_event, problem)

    def _tell(self, listener: Callable[[T], None], news: T) -> None:
        try:
            listener(news)
        except Exception:  # the recording must outlive any listener
            log.exception("a listener of the recorder failed")

    def _ms(self, seconds: float) -> int:
        return max(0, milliseconds(seconds) + self._shift_ms)


def _passing(event: Event) -> bool:
    """Whether an event is of a kind that can be missed: a caption, a level, a piece."""
    if isinstance(event, (AnswerDelta, Health, Speech)):
        return True
    return isinstance(event, Transcript) and not event.final
