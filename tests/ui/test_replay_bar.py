"""The bar shows where a playback is, and says what the user wants of it."""

from __future__ import annotations

from app.ui.replay_bar import SPEEDS, ReplayBar


def wishes(bar: ReplayBar) -> list[object]:
    told: list[object] = []
    bar.toggle_wanted.connect(lambda: told.append("toggle"))
    bar.step_wanted.connect(told.append)
    bar.skip_wanted.connect(lambda: told.append("skip"))
    bar.seek_wanted.connect(told.append)
    bar.speed_changed.connect(lambda: told.append(f"{bar.speed:g}x"))
    return told


async def test_each_control_says_what_is_wanted() -> None:
    bar = ReplayBar()
    told = wishes(bar)
    bar.load(20.0)
    bar.show_state(playing=False, loaded=True)
    for button in (bar._before, bar._play, bar._after, bar._skip):
        button.click()
    bar._slider.setSliderDown(True)
    bar._slider.setSliderPosition(75)
    bar._slider.setSliderDown(False)
    bar.speeds.setCurrentIndex(len(SPEEDS) - 1)
    assert told == [-1, "toggle", 1, "skip", 7.5, "8x"]


async def test_it_shows_where_the_playback_is() -> None:
    bar = ReplayBar()
    bar.load(130.0)
    bar.show_place(65.0, 130.0)
    assert bar._slider.value() == 650
    assert bar._clock.text() == "1:05 / 2:10"
    bar._slider.setSliderDown(True)
    bar.show_place(66.0, 130.0)
    assert bar._slider.value() == 650, "the user holds it"
    bar.unload()
    assert bar._clock.text() == ""


async def test_without_a_session_it_offers_to_play_one() -> None:
    bar = ReplayBar()
    bar.show_state(playing=False, loaded=False)
    assert bar._play.isEnabled()
    assert not bar._skip.isEnabled()
    bar.show_state(playing=True, loaded=True)
    assert bar._play.accessibleName() == "Pause"
    assert bar._skip.isEnabled()
