"""Keep the sound of a session, where the user asked for it: FLAC pieces on the session's clock."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from app.core.errors import GhostPilotError
from app.core.events import AudioChunk, Channel, Problem, Sink
from app.store.blobs import blob_folder
from app.store.files import write_whole

if TYPE_CHECKING:
    from app.store.encryption import Cipher

RATE = 16_000
SAMPLE_BYTES = 2
PIECE_S = 30
"""Seconds of a channel in one file; a crash costs at most the last one."""
DRIFT_S = 0.08
"""Sound that comes this much off its time follows on what was there without a gap or cut."""
QUEUE_SIZE = 4_000
"""Chunks that may wait: over a minute of two channels."""

_PIECE_BYTES = PIECE_S * RATE * SAMPLE_BYTES


class SoundKeeper:
    """Writes ``them-0000.flac``, ``me-0000.flac`` and so on into a session's folder.

    Each file holds half a minute by the session's clock; where nothing was captured it is
    silent. ``put`` never blocks and may be called from any thread.
    """

    def __init__(
        self, session: Path, *, cipher: Cipher | None = None, on_event: Sink | None = None
    ) -> None:
        self.lost = 0
        """Chunks given up because the disk could not keep up."""
        self._session = session
        self._cipher = cipher
        self._on_event = on_event or (lambda event: None)
        self._tracks: dict[Channel, _Track] = {}
        self._told = False
        self._queue: SimpleQueue[AudioChunk | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="sound-keeper", daemon=True)
        self._thread.start()

    def put(self, chunk: AudioChunk) -> None:
        """Keep a chunk at its own time."""
        if self._queue.qsize() >= QUEUE_SIZE:
            self.lost += 1  # the gap is silent, and everything after it still in its place
            return
        self._queue.put(chunk)

    def close(self) -> None:
        """Write what is left. Blocks."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()

    def _run(self) -> None:
        while (chunk := self._queue.get()) is not None:
            track = self._tracks.setdefault(chunk.channel, _Track())
            for piece in track.add(chunk):
                self._write(chunk.channel, *piece)
        for channel, track in self._tracks.items():
            for piece in track.rest():
                self._write(channel, *piece)
        if self.lost:
            self._on_event(
                Problem(
                    "sound",
                    "The disk was too slow to keep all of the sound",
                    f"{self.lost} blocks are silent in the recording",
                    "Close what keeps the disk busy.",
                )
            )

    def _write(self, channel: Channel, number: int, pcm: bytes) -> None:
        """Write one piece; a disk that refuses costs this piece and is told once."""
        try:
            content = _flac(pcm)
            if self._cipher is not None:
                content = self._cipher.seal(content)
            write_whole(blob_folder(self._session) / f"{channel}-{number:04}.flac", content)
            self._told = False
        except GhostPilotError as error:
            if not self._told:
                self._told = True
                self._on_event(error.problem("sound"))


class _Track:
    """The sound of one channel that is not yet written."""

    def __init__(self) -> None:
        self._pcm = bytearray()
        self._number = 0

    def add(self, chunk: AudioChunk) -> list[tuple[int, bytes]]:
        """Put a chunk where its time says; the pieces this fills, with their numbers.

        Silence goes before it where nothing was captured, without making pieces of it, and
        what was there already is left out.
        """
        ready: list[tuple[int, bytes]] = []
        want, pcm = round(chunk.at * RATE) * SAMPLE_BYTES, chunk.pcm
        late = want - self._end()
        if abs(late) > DRIFT_S * RATE * SAMPLE_BYTES:
            if want // _PIECE_BYTES > self._number:
                ready += self.rest()
                self._number = want // _PIECE_BYTES
            if late > 0:
                self._pcm += bytes(want - self._end())
            else:
                pcm = pcm[-late:]
        self._pcm += pcm
        while len(self._pcm) >= _PIECE_BYTES:
            ready.append((self._number, bytes(self._pcm[:_PIECE_BYTES])))
            del self._pcm[:_PIECE_BYTES]
            self._number += 1
        return ready

    def rest(self) -> list[tuple[int, bytes]]:
        """The last, unfilled piece; none where there is nothing of it."""
        piece = [(self._number, bytes(self._pcm))] if self._pcm else []
        self._pcm.clear()
        return piece

    def _end(self) -> int:
        return self._number * _PIECE_BYTES + len(self._pcm)


def read_sound(
    session: Path, channel: Channel, start: float, end: float, cipher: Cipher | None = None
) -> bytes:
    """The kept sound between two session seconds: 16 kHz mono s16, silent where there is none.

    Blocking. Raises `GhostPilotError` when a piece is damaged.
    """
    first, last = round(start * RATE) * SAMPLE_BYTES, round(end * RATE) * SAMPLE_BYTES
    found = bytearray(max(0, last - first))
    for number in range(first // _PIECE_BYTES, -(-last // _PIECE_BYTES)):
        pcm = _piece(blob_folder(session) / f"{channel}-{number:04}.flac", cipher)
        begins = number * _PIECE_BYTES
        low, high = max(first, begins), min(last, begins + len(pcm))
        if low < high:
            found[low - first : high - first] = pcm[low - begins : high - begins]
    return bytes(found)


def has_sound(session: Path) -> bool:
    """Whether any sound was kept with a session."""
    return any(blob_folder(session).glob("*.flac"))


def _piece(path: Path, cipher: Cipher | None) -> bytes:
    import soundfile  # type: ignore[import-untyped] - it carries no types

    if not path.is_file():
        return b""
    try:
        content = path.read_bytes()
        plain = cipher.open(content) if cipher else content
        with soundfile.SoundFile(io.BytesIO(plain)) as sound:
            if (sound.samplerate, sound.channels) != (RATE, 1) or sound.frames > PIECE_S * RATE:
                raise ValueError("not half a minute of 16 kHz mono")
            pcm: bytes = sound.read(dtype="int16").tobytes()
            return pcm
    except (OSError, ValueError, RuntimeError) as error:
        raise GhostPilotError(f"The sound {path} cannot be read", str(error)) from error


def _flac(pcm: bytes) -> bytes:
    import numpy
    import soundfile

    content = io.BytesIO()
    samples = numpy.frombuffer(pcm, dtype="<i2")
    soundfile.write(content, samples, RATE, format="FLAC", subtype="PCM_16")
    return content.getvalue()
