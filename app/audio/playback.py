"""Plays the kept sound of a session in step with its timeline, from a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.audio.base import RATE
from app.audio.output import Loudspeaker, Open, Output
from app.core.errors import GhostPilotError

if TYPE_CHECKING:
    import numpy as np
    import soundfile
    from numpy.typing import NDArray

Side = Literal["both", "them", "me"]
BLOCK = RATE // 50
"""Frames handed over at a time: 20 ms."""
APART_S = 0.12
"""Sound this far from the timeline jumps back to it; less is not noticed."""


class Playback:
    """The sound of one recording. Every method returns at once; the thread does the work.

    ``tell`` hears, from that thread, one sentence for each time that sound cannot be heard;
    the timeline never waits for it. Raises `GhostPilotError` when the file is no recording.
    """

    def __init__(
        self, path: Path, tell: Callable[[GhostPilotError], None], *, output: Open = Loudspeaker
    ) -> None:
        self._file = _open(path)
        self._tell = tell
        self._make_output = output
        self._state = threading.Condition()
        self._anchor: tuple[float, float] | None = None
        """A place in the recording and the moment (`perf_counter`) it belongs to."""
        self._side: Side = "both"
        self._volume = 1.0
        self._closing = False
        self._broken = False
        self._thread = threading.Thread(target=self._run, name="play sound", daemon=True)
        self._thread.start()

    @property
    def length(self) -> float:
        """Seconds of sound."""
        return float(self._file.frames / RATE)

    def follow(self, seconds: float | None) -> None:
        """Be heard at this place of the session now and go on from there; None: be silent."""
        with self._state:
            if seconds is None:
                self._broken = False  # after a pause the device is tried again
            self._anchor = None if seconds is None else (seconds, time.perf_counter())
            self._state.notify()

    def choose(self, side: Side, volume: float) -> None:
        """Which side of the call is heard, and how loud: from 0 to 1."""
        with self._state:
            self._side, self._volume = side, min(1.0, max(0.0, volume))

    def close(self) -> None:
        """Fall silent for good; the thread gives device and file back on its own."""
        with self._state:
            self._closing = True
            self._state.notify()

    def _run(self) -> None:
        try:
            while self._wait():
                try:
                    with closing(self._make_output()) as output:
                        self._play(output)
                        output.drop()
                except GhostPilotError as error:
                    with self._state:
                        self._broken = True
                    self._tell(error)
        finally:
            self._file.close()

    def _wait(self) -> bool:
        """Wait until there is something to play; False when it is over."""
        with self._state:
            while not self._closing and (self._anchor is None or self._broken):
                self._state.wait()
            return not self._closing

    def _play(self, output: Output) -> None:
        """Play until there is to be silence; the sound keeps to the timeline."""
        begun = place = -1
        while (due := self._due()) is not None:
            ahead = min(output.delay, (place - begun) / RATE)  # what the device holds by now
            if place < 0 or abs(place / RATE - due - ahead) > APART_S:
                if place >= 0:
                    output.drop()
                begun = place = max(0, round(due * RATE))
            output.write(self._mixed(self._read(place)).tobytes())
            place += BLOCK

    def _due(self) -> float | None:
        """The place on the timeline now; None when nothing is to be heard."""
        with self._state:
            if self._closing or self._anchor is None:
                return None
            seconds, since = self._anchor
            return seconds + time.perf_counter() - since

    def _read(self, place: int) -> NDArray[np.int16]:
        """The frames from a place on; silence beyond the end of the recording."""
        import soundfile

        try:
            if self._file.tell() != min(place, self._file.frames):
                self._file.seek(min(place, self._file.frames))
            frames: NDArray[np.int16] = self._file.read(
                BLOCK, dtype="int16", always_2d=True, fill_value=0
            )
        except soundfile.SoundFileError as error:
            raise GhostPilotError(
                "The kept sound cannot be played on",
                f"it is damaged here: {error}",
                "Go to another turn; the session plays on without sound.",
            ) from error
        return frames

    def _mixed(self, frames: NDArray[np.int16]) -> NDArray[np.int16]:
        """Both sides on both ears: a call is one room, and a headset may have one ear in."""
        import numpy as np

        with self._state:
            side, volume = self._side, self._volume
        them, me = frames[:, 0].astype(np.int32), frames[:, -1].astype(np.int32)
        heard = them if side == "them" else me if side == "me" else them + me
        heard = np.clip(heard * volume, -32768, 32767).astype("<i2")
        return np.repeat(heard[:, None], 2, axis=1)


def _open(path: Path) -> soundfile.SoundFile:
    import soundfile

    try:
        file = soundfile.SoundFile(path)
    except (soundfile.SoundFileError, OSError) as error:
        raise GhostPilotError(
            "The sound of this session cannot be played",
            f"{path} cannot be read: {getattr(error, 'error_string', error)}",
            "The session plays without it.",
        ) from error
    if file.samplerate != RATE or file.channels != 2:
        file.close()
        raise GhostPilotError(
            "The sound of this session cannot be played",
            f"{path} has {file.channels} channels at {file.samplerate} Hz",
            "GhostPilot keeps two channels at 16000 Hz; another program has written this file.",
        )
    return file
