"""The picker keeps a choice through unplugging, says what is heard, and listens only on screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from app.core.errors import GhostPilotError
from app.core.events import Channel, Device
from app.core.sections import Audio
from app.core.settings import Settings
from app.desks.settings import SettingsDesk
from app.desks.sound import SoundDesk
from app.parts import Plan
from app.ui import device_picker, setting_row
from app.ui.device_picker import DevicePicker
from app.ui.level_meter import LOWEST
from app.ui.settings_tab import SettingsTab
from app.ui.sound_source import Level
from tests.audio.conftest import SoundServer, null_sink, sound_server as sound_server
from tests.audio.sounds import chirps, write_wav
from tests.recorded import until

BUILT_IN = Device("me", "Built-in", "in", True)
HEADSET = Device("me", "Headset (USB Audio)", "usb", False)
SPEAKERS = Device("them", "Speakers", "out", True)


class Sounds:
    """Devices made up for a test; a level is sent by the test."""

    def __init__(self, *present: Device) -> None:
        self.present = list(present)
        self.failure: GhostPilotError | None = None
        self.sent: asyncio.Queue[Level] = asyncio.Queue()
        self.listening: list[str] = []

    async def devices(self) -> list[Device]:
        if self.failure:
            raise self.failure
        return list(self.present)

    async def levels(self, channel: Channel, device: str) -> AsyncGenerator[Level, None]:
        if self.failure:
            raise self.failure
        self.listening.append(device)
        try:
            while True:
                yield await self.sent.get()
        finally:
            self.listening.remove(device)


@pytest.fixture
async def sounds(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sounds]:
    monkeypatch.setattr(device_picker, "LOOK_S", 0.02)
    sounds = Sounds(BUILT_IN, HEADSET, SPEAKERS)
    yield sounds
    await until(lambda: not sounds.listening)


def entries(picker: DevicePicker) -> list[str]:
    return [picker.combo.itemText(index) for index in range(picker.combo.count())]


async def test_the_devices_of_its_channel_with_the_default_first(sounds: Sounds) -> None:
    picker = DevicePicker(sounds, "me")
    picker.show()
    await until(lambda: picker.combo.count() == 3)
    assert entries(picker) == ["Default: Built-in", "Built-in", "Headset (USB Audio)"]
    assert picker.combo.currentIndex() == 0
    picker.hide()


async def test_a_choice_by_keyboard_is_told_and_metered(sounds: Sounds) -> None:
    picker = DevicePicker(sounds, "me")
    chosen: list[str] = []
    picker.chosen.connect(chosen.append)
    picker.show()
    await until(lambda: picker.combo.count() == 3)
    QTest.keyClick(picker.combo, Qt.Key.Key_End)
    assert chosen == ["Headset (USB Audio)"]
    await until(lambda: sounds.listening == ["Headset (USB Audio)"])
    sounds.sent.put_nowait(Level("Headset (USB Audio)", -18.0))
    await until(lambda: picker.meter.words == "-18 dB")
    assert picker.note.isHidden()
    picker.hide()


async def test_an_unplugged_choice_stays_chosen_and_says_what_is_heard_instead(
    sounds: Sounds,
) -> None:
    picker = DevicePicker(sounds, "me", "Headset (USB Audio)")
    picker.show()
    await until(lambda: picker.combo.currentIndex() == 2)
    sounds.present.remove(HEADSET)
    await until(lambda: "not plugged in" in picker.combo.currentText())
    sounds.sent.put_nowait(Level("Built-in", -30.0, stand_in=True))
    await until(lambda: not picker.note.isHidden())
    assert picker.note.text() == (
        "Headset (USB Audio) is not plugged in. Built-in is heard instead."
    )
    assert picker.choice == "Headset (USB Audio)"
    sounds.present.append(HEADSET)
    sounds.sent.put_nowait(Level("Headset (USB Audio)", -30.0))
    await until(lambda: picker.combo.currentText() == "Headset (USB Audio)")
    await until(picker.note.isHidden)
    picker.hide()


async def test_a_choice_that_came_back_under_another_number_is_found(sounds: Sounds) -> None:
    sounds.present[1] = Device("me", "Headset (2- USB Audio)", "usb2", False)
    picker = DevicePicker(sounds, "me", "Headset (USB Audio)")
    picker.show()
    await until(lambda: picker.combo.count() == 4)
    sounds.sent.put_nowait(Level("Headset (2- USB Audio)", -30.0))
    await until(lambda: picker.combo.currentText() == "Headset (2- USB Audio)")
    assert picker.choice == "Headset (USB Audio)"
    picker.hide()


async def test_two_devices_of_one_name_are_told_apart(sounds: Sounds) -> None:
    sounds.present.append(Device("me", "Headset (USB Audio)", "usb-2", False))
    picker = DevicePicker(sounds, "me")
    chosen: list[str] = []
    picker.chosen.connect(chosen.append)
    picker.show()
    await until(lambda: picker.combo.count() == 4)
    assert entries(picker)[2:] == ["Headset (USB Audio) [usb]", "Headset (USB Audio) [usb-2]"]
    QTest.keyClick(picker.combo, Qt.Key.Key_End)
    assert chosen == ["usb-2"]
    picker.hide()


async def test_nothing_is_listened_to_off_screen(sounds: Sounds) -> None:
    picker = DevicePicker(sounds, "them")
    await asyncio.sleep(0.05)
    assert sounds.listening == []
    picker.show()
    await until(lambda: sounds.listening == [""])
    picker.hide()
    await until(lambda: sounds.listening == [])
    assert picker.meter.words == "not heard"


async def test_a_sound_system_that_fails_says_what_to_do(sounds: Sounds) -> None:
    sounds.failure = GhostPilotError("The program parec is missing", next_step="Install it.")
    picker = DevicePicker(sounds, "them", "Speakers")
    picker.show()
    await until(lambda: picker.note.text() == "The program parec is missing. Install it.")
    assert picker.combo.currentText() == "Speakers"
    picker.hide()


async def test_names_for_assistants(sounds: Sounds) -> None:
    picker = DevicePicker(sounds, "them")
    assert picker.combo.accessibleName() == "System audio"
    assert picker.meter.accessibleName() == "Level of System audio"


@pytest.fixture
async def page(sound_server: SoundServer, tmp_path: Path) -> AsyncIterator[SettingsTab]:
    """The sound page of the settings over a real sound server, with a headset chosen."""
    chosen = Settings(audio=Audio(backend="pulse", them_device="Headset"))
    plan = Plan(chosen, config=tmp_path / "settings.toml")
    sounds = SoundDesk(plan)
    tab = SettingsTab(SettingsDesk(plan, print), sounds)
    tab.resize(1100, 800)
    tab.show()
    yield tab
    tab.stop()
    tab.close()
    tab.deleteLater()
    await sounds.aclose()
    assert sound_server.pactl("list", "short", "source-outputs") == ""


def picker_of(page: SettingsTab, key: str) -> DevicePicker:
    control = page.rows[key].control
    assert isinstance(control, setting_row.Device)
    return control.picker


async def test_the_settings_meter_real_sound_and_follow_what_is_plugged_in(
    sound_server: SoundServer, page: SettingsTab, tmp_path: Path
) -> None:
    picker = picker_of(page, "audio.them_device")
    await until(lambda: picker.meter.words == "silent")
    sound_server.play("headset", write_wav(tmp_path / "x.wav", chirps(2.0, 48000), 48000))
    await until(lambda: picker.meter.value() > LOWEST + 20)
    other = picker_of(page, "audio.me_device")
    assert other.meter.words == "silent"

    listed = sound_server.pactl("list", "short", "modules").splitlines()
    module = next(line.split()[0] for line in listed if "sink_name=headset" in line)
    sound_server.pactl("unload-module", module)
    words = "Headset is not plugged in. Speakers is heard instead."
    await until(
        lambda: (
            (picker.note.text(), picker.combo.currentText()) == (words, "Headset (not plugged in)")
        ),
    )

    sound_server.pactl("load-module", *null_sink("headset").split())
    await until(lambda: picker.note.isHidden() and picker.combo.currentText() == "Headset")
    assert picker.choice == "Headset"
