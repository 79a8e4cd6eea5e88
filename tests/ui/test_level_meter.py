"""The meter says what it shows, falls slowly, and is a progress bar to assistants."""

from __future__ import annotations

import pytest

from app.ui.level_meter import FALL, LOWEST, LevelMeter
from app.ui.styles import PALETTES

pytestmark = pytest.mark.usefixtures("qapp")


def test_it_rises_at_once_and_falls_in_steps() -> None:
    meter = LevelMeter("Microphone")
    meter.show_level(-12.4)
    assert (meter.value(), meter.words) == (-12, "-12 dB")
    meter.show_level(-50.0)
    assert meter.value() == -12 - FALL
    for _ in range(20):
        meter.show_level(-96.0)
    assert (meter.value(), meter.words) == (LOWEST, "silent")
    meter.show_level(3.0)
    assert meter.value() == 0


def test_nothing_heard_is_no_silence() -> None:
    meter = LevelMeter("Microphone")
    assert meter.words == "not heard"
    meter.show_level(-20.0)
    meter.show_level(None)
    assert (meter.value(), meter.words) == (LOWEST, "not heard")


def test_assistants_know_name_and_range() -> None:
    meter = LevelMeter("Level of Microphone")
    assert meter.accessibleName() == "Level of Microphone"
    assert (meter.minimum(), meter.maximum()) == (LOWEST, 0)


@pytest.mark.parametrize("theme", PALETTES)
def test_a_louder_sound_draws_a_longer_bar_in_every_theme(theme: str) -> None:
    meter = LevelMeter("Microphone", theme)
    meter.resize(200, 10)
    colours = {"quiet": -45.0, "loud": -2.0}
    drawn = {}
    for name, level in colours.items():
        meter.show_level(level)
        picture = meter.grab().toImage()
        drawn[name] = picture.pixelColor(150, 5).name()
    assert drawn["loud"] == PALETTES[theme].warning
    assert drawn["quiet"] == PALETTES[theme].plate
