"""Keeps the sound of a session as FLAC, left "them" and right "me", if the user asked for it.

The file is a call like any other: it can be played again through the file backend. Its time is
the session's: what is heard at second 61 of the file was said at second 61.
"""

from __future__ import annotations

import asyncio
import os
import queue
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from app.audio.base import RATE, SAMPLE_BYTES
from app.core.errors import describe
from app.core.events import AudioChunk, Channel, Problem

if TYPE_CHECKING:
    import numpy as np
    import soundfile
    from numpy.typing import NDArray

WAITING_CHUNKS = 3000
"""Chunks the disk may be behind: half a minute of both channels."""
SLACK = 2 * RATE
"""Samples by which one channel may lag before silence is written in its place."""
JITTER = RATE // 50
"""Chunks that miss the end of the one before by less than this many samples join it."""
FLUSH = 5 * RATE
"""Samples between writes that survive a crash."""


class KeptAudio:
    """A sink for chunks with a writer thread of its own.

    ``tell`` hears once of each kind of failure, from any thread. The path gets a number when
    a file of that name is there already.
    """

    def __init__(self, path: Path, tell: Callable[[Problem], None], *, begins: float = 0.0) -> None:
        """Second 0 of the file is ``begins`` of the chunks' clock: where its session begins."""
        self.path = path
        self._begins = begins
        self.empty = True
        """Whether no sound has come."""
        self._tell = tell
        self._queue: queue.Queue[AudioChunk | None] = queue.Queue(WAITING_CHUNKS)
        self._broken = False
        self._late = False
        self._thread = threading.Thread(target=self._run, name="keep audio", daemon=True)
        self._thread.start()

    def put(self, chunk: AudioChunk) -> None:
        """Hand over sound; never waits, from any thread."""
        if self._broken:
            return
        self.empty = False
        try:
            self._queue.put_nowait(chunk)
        except queue.Full:
            if not self._late:
                self._late = True
                self._fail(f"Some of the sound is missing from {self.path}", "the disk is slow")

    async def aclose(self) -> None:
        """Write what is waiting and finish the file."""
        with ThreadPoolExecutor(1, "finish audio") as worker:
            await asyncio.get_running_loop().run_in_executor(worker, self._finish)

    def _finish(self) -> None:
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            with self._create() as file:
                writer = _Writer(file, self._begins)
                while (chunk := self._queue.get()) is not None:
                    writer.add(chunk)
                writer.finish()
        except (OSError, RuntimeError) as error:
            self._broken = True
            reason = getattr(error, "strerror", None) or describe(error)
            self._fail(f"The sound of this session is not kept in {self.path}", reason)
            while self._queue.get() is not None:
                pass

    def _create(self) -> soundfile.SoundFile:
        """A new file that only its owner can read."""
        import soundfile

        wanted, number = self.path, 1
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        while True:
            try:
                os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
                break
            except FileExistsError:
                number += 1
                self.path = wanted.with_stem(f"{wanted.stem}-{number}")
        return soundfile.SoundFile(self.path, "w", RATE, 2, format="FLAC", subtype="PCM_16")

    def _fail(self, title: str, detail: str) -> None:
        advice = "Free space on the disk, or turn off keeping the sound in the settings."
        self._tell(Problem("audio", title, detail, advice, sticky=True))


class _Writer:
    """Puts both channels side by side at their times; gaps become silence."""

    def __init__(self, file: soundfile.SoundFile, begins: float) -> None:
        self._file = file
        self._begins = begins
        self._written = 0
        self._flushed = 0
        self._ends: dict[Channel, int] = {"them": 0, "me": 0}
        self._waiting: dict[Channel, deque[tuple[int, NDArray[np.int16]]]] = {
            "them": deque(),
            "me": deque(),
        }

    def add(self, chunk: AudioChunk) -> None:
        import numpy as np

        start = round((chunk.at - self._begins) * RATE)
        end = self._ends[chunk.channel]
        if abs(start - end) < JITTER:
            start = end
        sound = np.frombuffer(chunk.pcm, "<i2", len(chunk.pcm) // SAMPLE_BYTES)
        late = max(0, max(end, self._written) - start)
        if late >= len(sound):
            return
        self._waiting[chunk.channel].append((start + late, sound[late:]))
        self._ends[chunk.channel] = start + len(sound)
        ends = self._ends.values()
        self._write_to(max(min(ends), max(ends) - SLACK))

    def finish(self) -> None:
        self._write_to(max(self._ends.values()))

    def _write_to(self, end: int) -> None:
        """Write everything up to this sample, at most a second at a time."""
        import numpy as np

        while self._written < end:
            frames = np.zeros((min(RATE, end - self._written), 2), np.int16)
            for column, waiting in enumerate(self._waiting.values()):
                self._take(waiting, frames[:, column])
            self._file.write(frames)
            self._written += len(frames)
            if self._written - self._flushed >= FLUSH:
                self._file.flush()
                self._flushed = self._written

    def _take(
        self, waiting: deque[tuple[int, NDArray[np.int16]]], column: NDArray[np.int16]
    ) -> None:
        """Move waiting sound that belongs into these frames."""
        stop = self._written + len(column)
        while waiting and waiting[0][0] < stop:
            start, sound = waiting.popleft()
            fits = sound[: stop - start]
            column[start - self._written :][: len(fits)] = fits
            if len(fits) < len(sound):
                waiting.appendleft((stop, sound[len(fits) :]))
