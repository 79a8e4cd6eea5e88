"""The tray's menu and state, without a real tray."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PyQt6.QtGui import QAction

from app.core.events import Status
from app.core.sections import MODES
from app.ui.language import tr, use_language
from app.ui.tray import LEVELS, Tray


@pytest.fixture
def tray(qapp: object) -> Iterator[Tray]:
    tray = Tray(["meeting", "interview"])
    yield tray
    tray.close()


def entry(tray: Tray, text: str) -> QAction:
    return next(action for action in tray.menu.actions() if action.text() == text)


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Start listening", "start_pause"),
        ("Answer now", "ask_now"),
        ("Collect a long question", "capture"),
        ("Hide overlay", "toggle_overlay"),
        ("Use the overlay by keyboard", "keyboard"),
        ("Test what captures see", "self_test"),
        ("Sessions", "sessions"),
        ("Settings", "settings"),
        ("Quit GhostPilot", "quit"),
    ],
)
def test_each_entry_emits_its_signal(tray: Tray, text: str, signal: str) -> None:
    chosen: list[str] = []
    getattr(tray, signal).connect(lambda: chosen.append(signal))

    entry(tray, text).trigger()

    assert chosen == [signal]


def test_modes_are_a_choice_of_one(tray: Tray) -> None:
    chosen: list[str] = []
    tray.mode_chosen.connect(chosen.append)
    submenu = entry(tray, "Kind of conversation").menu()
    assert submenu is not None
    meeting, interview = submenu.actions()

    tray.set_mode("meeting")
    assert (meeting.isChecked(), interview.isChecked()) == (True, False)
    interview.trigger()

    assert chosen == ["interview"]
    assert (meeting.isChecked(), interview.isChecked()) == (False, True)


def test_modes_have_names_in_the_language_of_the_windows(
    request: pytest.FixtureRequest, qapp: object
) -> None:
    request.addfinalizer(lambda: use_language("en"))
    use_language("de")
    tray = Tray([*MODES, "my_own"])
    submenu = entry(tray, tr("Kind of conversation")).menu()
    assert submenu is not None
    names = [action.text() for action in submenu.actions()]
    assert len(set(names)) == len(MODES) + 1
    assert names[0] == "Besprechung" and names[-1] == "My own"
    tray.close()


def test_click_through_passes_its_new_state(tray: Tray) -> None:
    chosen: list[bool] = []
    tray.click_through.connect(chosen.append)
    tray.set_click_through(True)
    assert chosen == []  # showing a state asks for nothing

    entry(tray, "Let clicks through").trigger()

    assert chosen == [False]


@pytest.mark.parametrize("level", LEVELS)
def test_each_state_has_an_icon_of_its_own(tray: Tray, level: str) -> None:
    images = {name: icon.pixmap(22, 22).toImage() for name, icon in tray._icons.items()}
    assert not images[level].isNull()
    assert sum(image == images[level] for image in images.values()) == 1


def test_recording_and_the_state_are_in_words(tray: Tray) -> None:
    tray.set_status(Status("listening", recording=True, note="them, me"))

    assert tray.menu.actions()[0].text() == "Listening, recording: them, me"
    assert entry(tray, "Pause listening")
    tray.set_status(Status("paused", recording=False))
    assert entry(tray, "Resume listening")


def test_a_question_being_collected_is_in_words_and_can_be_asked(tray: Tray) -> None:
    tray.set_status(Status("capturing", recording=True))

    assert tray.menu.actions()[0].text() == "Collecting a question, recording"
    assert entry(tray, "Ask the question collected")
    assert entry(tray, "Pause listening")


def test_the_capture_report_is_shown_once_there_is_one(tray: Tray) -> None:
    line = tray.menu.actions()[1]
    assert not line.isVisible()

    tray.set_capture("not seen by the 2 ways tried at 14:03")

    assert line.isVisible()
    assert line.text() == "not seen by the 2 ways tried at 14:03"


def test_the_overlays_entry_follows_it(tray: Tray) -> None:
    tray.set_overlay_visible(False)
    assert entry(tray, "Show overlay")
