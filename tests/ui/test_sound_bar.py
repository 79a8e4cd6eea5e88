"""The side and the loudness chosen reach the sound; at another speed it is silent and says so."""

from __future__ import annotations

from app.ui.sessions_source import Side
from app.ui.sound_bar import SoundBar


class RecordedSound:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.places: list[float | None] = []
        self.choices: list[tuple[Side, float]] = []
        self.closed = False

    def follow(self, seconds: float | None) -> None:
        self.places.append(seconds)

    def choose(self, side: Side, volume: float) -> None:
        self.choices.append((side, volume))

    def close(self) -> None:
        self.closed = True


async def test_it_is_there_only_with_a_sound() -> None:
    bar = SoundBar()
    assert bar.isHidden()
    bar.follow(1.0, 1.0)
    first, second = RecordedSound(), RecordedSound()
    bar.take(first)
    assert not bar.isHidden()
    bar.take(second)
    assert first.closed and not second.closed
    bar.take(None)
    assert second.closed and bar.isHidden()


async def test_what_is_chosen_counts_at_once_and_for_the_next_sound() -> None:
    bar, sound = SoundBar(), RecordedSound()
    bar.take(sound)
    bar._side.setCurrentIndex(2)
    bar._volume.setValue(40)
    bar._mute.setChecked(True)
    bar._mute.setChecked(False)
    assert sound.choices == [("both", 1.0), ("me", 1.0), ("me", 0.4), ("me", 0.0), ("me", 0.4)]
    bar.take(after := RecordedSound())
    assert after.choices == [("me", 0.4)]


async def test_another_speed_is_silent_and_says_so() -> None:
    bar, sound = SoundBar(), RecordedSound()
    bar.take(sound)
    bar.follow(3.0, 1.0)
    assert bar.note == ""
    bar.follow(4.0, 2.0)
    assert bar.note == "Sound is heard at 1x only"
    bar.follow(5.0, 1.0)
    assert bar.note == ""
    assert sound.places == [3.0, None, 5.0]
