"""Each side of the call is chosen at once, seen to be heard, and can be tried with a tone."""

from __future__ import annotations

from PyQt6.QtWidgets import QPushButton

from app.core.errors import GhostPilotError
from app.ui.first_run_sound import SoundPage
from tests.recorded import until
from tests.ui.walking import Devices, Remembered


async def test_a_voice_is_told_and_stays_told() -> None:
    devices, settings = Devices(), Remembered()
    page = SoundPage("me", devices, settings)
    page.show()
    await until(lambda: devices.heard)
    assert "muted" in page.verdict.text()
    devices.loudness = -20.0
    await until(lambda: page.verdict.text() == "✓ Your microphone is heard.")
    devices.loudness = -90.0
    await until(lambda: page.picker.meter.value() == page.picker.meter.minimum())
    assert page.verdict.text().startswith("✓")
    assert page.findChild(QPushButton) is None
    page.hide()


async def test_another_device_counts_at_once() -> None:
    devices, settings = Devices(), Remembered()
    page = SoundPage("me", devices, settings)
    page.show()
    await until(lambda: page.picker.combo.count() == 3)
    page.picker.combo.setCurrentIndex(2)
    page.picker.combo.activated.emit(2)
    await until(lambda: settings.changes)
    assert settings.changes == [{"audio.me_device": "Webcam"}]
    await until(lambda: ("me", "Webcam") in devices.heard)
    page.hide()


async def test_a_device_that_cannot_be_taken_over_is_told() -> None:
    settings = Remembered()
    settings.refusal = GhostPilotError("The microphone is busy")
    page = SoundPage("me", Devices(), settings)
    page.picker.chosen.emit("Webcam")
    await until(lambda: page.trouble)
    assert "busy" in page.trouble


async def test_the_test_sound_is_played_and_a_failure_is_said() -> None:
    played: list[bool] = []

    async def play() -> None:
        played.append(page.tone.isEnabled())
        raise GhostPilotError("The test sound cannot be played", "no player")

    page = SoundPage("them", Devices(), Remembered(), play)
    page.tone.click()
    await until(lambda: page.trouble)
    assert played == [False]
    assert page.tone.isEnabled()
    assert "no player" in page.trouble
