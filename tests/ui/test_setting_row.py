"""A line of the settings has the control its declaration asks for and says what is wrong."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest
from PyQt6.QtCore import QEvent
from PyQt6.QtGui import QFocusEvent

from app.core.events import Channel, Device
from app.core.settings import declarations
from app.ui import setting_row
from app.ui.key_field import KeyField
from app.ui.language import use_language
from app.ui.list_controls import FileName, FolderList, TextList
from app.ui.setting_controls import Choice, LongText, Number, Several, Text, Toggle
from app.ui.setting_row import make_row
from app.ui.sound_source import Level

DECLARED = {declared.key: declared for declared in declarations()}


class Sounds:
    """Nothing is plugged in."""

    async def devices(self) -> list[Device]:
        return []

    async def levels(self, channel: Channel, device: str) -> AsyncGenerator[Level, None]:
        yield Level("", None)


@pytest.fixture(autouse=True)
def application(qapp: object) -> None:
    """Widgets need one."""


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("audio.them", Toggle),
        ("audio.backend", Choice),
        ("audio.them_device", setting_row.Device),
        ("audio.file", FileName),
        ("notes.folders", FolderList),
        ("notes.passages", Number),
        ("answers.temperature", Number),
        ("answers.instructions", LongText),
        ("hotkeys.toggle", KeyField),
        ("privacy.conceal", Several),
        ("privacy.agreed", TextList),
        ("speech.language", Text),
    ],
)
def test_the_declaration_chooses_the_control(key: str, kind: type) -> None:
    assert type(make_row(DECLARED[key], Sounds()).control) is kind


async def test_a_device_is_shown_and_chosen() -> None:
    row = make_row(DECLARED["audio.me_device"], Sounds())
    control = row.control
    assert isinstance(control, setting_row.Device)
    told: list[tuple[str, object]] = []
    row.wanted.connect(lambda key, value: told.append((key, value)))
    row.show_value("Headset")
    assert control.value() == "Headset"
    control.picker.chosen.emit("")
    assert told == [("audio.me_device", "")]


def test_without_a_sound_system_a_device_is_typed() -> None:
    assert type(make_row(DECLARED["audio.me_device"]).control) is Text


def test_a_long_text_comes_back_as_it_was_written() -> None:
    long = next(one for one in DECLARED.values() if one.about.form == "long")
    row = make_row(long)
    told: list[object] = []
    row.wanted.connect(lambda key, value: told.append(value))
    row.show_value("Answer in 10\u00a0words.\nThen stop.")
    assert row.control.value() == "Answer in 10\u00a0words.\nThen stop."
    row.control.edit.focusOutEvent(QFocusEvent(QEvent.Type.FocusOut))
    assert told == [], "looking at it is no change"


def test_what_does_not_fit_is_told_in_the_language_of_the_window() -> None:
    use_language("de")
    try:
        row = make_row(DECLARED["notes.passages"])
        row.choose(70)
        assert row.trouble.text() == "Es muss zwischen 1 und 10 liegen."
    finally:
        use_language("en")


def test_what_fits_is_wanted_and_what_does_not_is_told() -> None:
    row = make_row(DECLARED["notes.passages"])
    told: list[object] = []
    row.wanted.connect(lambda key, value: told.append(value))
    row.choose(70)
    assert (told, row.trouble.text()) == ([], "It must be from 1 to 10.")
    row.choose(7)
    assert (told, row.trouble.text()) == ([7], "")


def test_the_way_back_is_offered_where_there_is_one() -> None:
    row = make_row(DECLARED["notes.passages"])
    row.show_value(4)
    assert row.reset.isHidden()
    row.show_value(5)
    assert not row.reset.isHidden()


def test_what_takes_a_moment_or_a_restart_is_marked_for_eyes_and_ears() -> None:
    moment = make_row(DECLARED["speech.language"])
    assert moment.mark.text() == setting_row.REBUILDS
    assert isinstance(moment.control, Text)
    assert "Listening starts anew" in moment.control.line.accessibleDescription()
    restart = make_row(DECLARED["overlay.language"])
    assert not restart.state.isHidden()
    assert make_row(DECLARED["overlay.theme"]).mark.text() == ""


def test_it_is_found_by_its_words() -> None:
    row = make_row(DECLARED["storage.keep_days"])
    assert row.matches("keep sess")
    assert row.matches("keep_days")
    assert row.matches("for ever")
    assert not row.matches("keep sound")
