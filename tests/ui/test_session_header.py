"""The head of a session shows what it is, and says what is wanted of it."""

from __future__ import annotations

import pytest
from PyQt6.QtWidgets import QMenu, QPushButton

from app.ui.session_header import SessionHeader, form_words
from app.ui.sessions_source import FORMS
from tests.ui.session_rows import row


@pytest.fixture
async def header() -> SessionHeader:
    made = SessionHeader()
    made.show_row(row(title="A call"))
    made.set_askable(True)
    return made


async def test_only_a_changed_title_goes_out(header: SessionHeader) -> None:
    told: list[str] = []
    header.title_given.connect(told.append)
    header.title.editingFinished.emit()
    header.title.setText("Acme")
    header.title.editingFinished.emit()
    header.title.editingFinished.emit()
    assert told == ["Acme"]


async def test_progress_can_be_cancelled_once(header: SessionHeader) -> None:
    cancelled: list[int] = []
    header.cancel_wanted.connect(lambda: cancelled.append(1))
    header.show_progress(1, 3)
    assert not header.rerun.isEnabled()
    header.cancel.click()
    header.cancel.click()
    assert cancelled == [1]
    assert "turn in flight" in header.progress.format()
    header.show_progress(0, 0)
    assert header.rerun.isEnabled() and header.progress.isHidden()


async def test_what_has_no_turns_cannot_be_asked_again(header: SessionHeader) -> None:
    header.set_askable(False)
    header.show_progress(0, 0)
    assert not header.play.isEnabled() and not header.rerun.isEnabled()


async def test_every_button_and_every_form_says_what_is_wanted(header: SessionHeader) -> None:
    told: list[str] = []
    header.play_wanted.connect(lambda: told.append("play"))
    header.rerun_wanted.connect(lambda: told.append("rerun"))
    header.compare_wanted.connect(lambda: told.append("compare"))
    header.delete_wanted.connect(lambda: told.append("delete"))
    header.export_wanted.connect(told.append)
    for button in header.findChildren(QPushButton):
        if button is not header.cancel and button.menu() is None:
            button.click()
    (menu,) = header.findChildren(QMenu)
    for action in menu.actions():
        action.trigger()
    assert told == ["play", "rerun", "compare", "delete", *FORMS]


def test_every_form_has_words() -> None:
    assert all(f".{form})" in form_words(form) for form in FORMS)
