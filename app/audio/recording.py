"""Reads a recorded call: left is the other side, right the microphone, mono the other side."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.audio.convert import HIGHEST_RATE, LOWEST_RATE, Converter
from app.core.errors import GhostPilotError
from app.core.events import Channel

if TYPE_CHECKING:
    import numpy as np
    import soundfile
    from numpy.typing import NDArray

_SIZES = re.compile(r"(?im)^\s*(?:data|riff(?: size)?) : (\d+) \(should be (\d+)\)")
"""libsndfile's note that a header promises another size than the file has."""
_NEVER_FILLED_IN = 0x7FFF_0000
"""Header sizes from here on come from programs that stream a WAV without knowing its end."""


class Recording:
    """An open recording; raises `GhostPilotError` (exit 2) naming the file if it is no use.

    Whatever libsndfile reads is welcome: WAV of any rate, width and channel count, also
    WAVE_EXTENSIBLE, float, mu-law, RF64 and FLAC. A file that is cut short is used as far as
    it goes; `damage` then says so in one sentence.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damage = ""
        self._file = self._open()
        self.rate: int = self._file.samplerate
        self.channels: int = self._file.channels
        if self._file.frames == 0 or not LOWEST_RATE <= self.rate <= HIGHEST_RATE:
            self.close()
            raise _unusable(path, "holds no sound", "it has no samples or an impossible rate")

    def seek(self, seconds: float) -> None:
        """Go on from this point of the recording."""
        if self._file.seekable():
            self._file.seek(min(int(seconds * self.rate), self._file.frames))

    def blocks(self) -> Iterator[dict[Channel, bytes]]:
        """About a quarter second at a time of 16 kHz mono s16, as much for each channel."""
        stereo_call = self.channels == 2
        names: tuple[Channel, ...] = ("them", "me") if stereo_call else ("them",)
        each = 1 if stereo_call else self.channels
        converters = {name: Converter(self.rate, each, "f32") for name in names}
        while len(frames := self._read()):
            yield {
                name: converters[name].feed((frames[:, [index]] if stereo_call else frames).data)
                for index, name in enumerate(names)
            }
        yield {name: converter.finish() for name, converter in converters.items()}

    def close(self) -> None:
        self._file.close()

    def _read(self) -> NDArray[np.float32]:
        """The next frames; none at the end, or where a damaged file cannot be decoded."""
        import numpy as np
        import soundfile

        try:
            return np.asarray(
                self._file.read(max(1, self.rate // 4), dtype="float32", always_2d=True)
            )
        except soundfile.SoundFileError as error:
            self.damage = f"{self.path.name} is damaged and was used as far as it goes: {error}"
            return np.empty((0, self.channels), np.float32)

    def _open(self) -> soundfile.SoundFile:
        import soundfile

        path = self.path
        try:
            with path.open("rb") as plain:
                empty = not plain.read(1)
        except OSError as error:
            raise GhostPilotError(
                f"The recording {path} cannot be read",
                error.strerror or str(error),
                "Check the path and its permissions.",
            ) from error
        if empty:
            raise _unusable(path, "is empty", "the file has no bytes")
        try:
            file = soundfile.SoundFile(path)
            if file.frames == 0:
                file.close()
                file = soundfile.SoundFile(self._with_open_end())
        except (soundfile.SoundFileError, TypeError, ValueError) as error:
            reason = getattr(error, "error_string", str(error))
            advice = f"Convert it, for example with: ffmpeg -i {path.name} -ar 16000 call.wav"
            raise _unusable(path, "is not a WAV file that can be read", reason, advice) from error
        for promised, there in _SIZES.findall(file.extra_info):
            if int(there) < int(promised) < _NEVER_FILLED_IN:
                self._cut_short(int(there) / int(promised))
                break
        return file

    def _with_open_end(self) -> io.BytesIO:
        """The file with its data reaching to the end, for a recorder that never finished.

        A program that dies while it records leaves a header that counts no samples, with the
        sound behind it.
        """
        content = self.path.read_bytes()
        at = content.find(b"data")
        if content[:4] == b"RIFF" and 0 < at < len(content) - 8:
            content = content[: at + 4] + b"\xff\xff\xff\xff" + content[at + 8 :]
            self.damage = f"{self.path.name} was never finished; all that is there is used"
        return io.BytesIO(content)

    def _cut_short(self, share: float) -> None:
        self.damage = (
            f"{self.path.name} is cut short: {share:.0%} of the sound its header promises is there"
        )


def _unusable(path: Path, how: str, why: str, next_step: str = "") -> GhostPilotError:
    return GhostPilotError(
        f"The recording {path} {how}", why, next_step or "Give a recording with sound in it."
    )
