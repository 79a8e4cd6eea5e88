"""The note on consent says what happens, takes a yes or a no, and offers a message."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLabel, QPushButton

from app.ui.consent_note import ConsentNote
from app.ui.consent_source import ConsentFacts

pytestmark = pytest.mark.usefixtures("qapp")


def pressed(note: ConsentNote) -> list[str]:
    told: list[str] = []
    note.tell_them_pressed.connect(lambda: told.append("tell"))
    note.understood_pressed.connect(lambda: told.append("yes"))
    note.refused_pressed.connect(lambda: told.append("no"))
    return told


def test_its_buttons_say_what_they_do() -> None:
    note = ConsentNote()
    told = pressed(note)
    for button in note.findChildren(QPushButton):
        button.click()
    assert told == ["yes", "no", "tell"]
    assert "must agree first" in note.accessibleDescription()


def test_enter_on_a_button_presses_that_button_alone() -> None:
    note = ConsentNote()
    told = pressed(note)
    QTest.keyClick(note.no, Qt.Key.Key_Return)
    assert told == ["no"]


def test_the_facts_replace_those_of_before() -> None:
    note = ConsentNote()
    for folder in ("/first", "/second"):
        facts = ConsentFacts(folder, recorded=True, sound_kept=False, sealed=False, keep_days=0)
        note.show_facts(facts)
    shown = [label.text() for label in note.findChildren(QLabel) if not label.isHidden()]
    assert any(text.startswith("/second") for text in shown)
    assert not any(text.startswith("/first") for text in shown)
    assert "Kept in: /second" in note.accessibleDescription()


def test_in_a_narrow_place_a_heading_stands_close_to_its_own_words() -> None:
    note = ConsentNote()
    note.show_facts(ConsentFacts("/r", recorded=True, sound_kept=False, sealed=False, keep_days=0))
    note.show()
    note.resize(300, 900)
    (_, words), (name, below) = note._pairs[:2]
    before = name.y() + name.contentsMargins().top() - words.geometry().bottom()
    assert below.y() - name.geometry().bottom() < before


def test_with_recording_off_yes_promises_no_recording() -> None:
    note = ConsentNote()
    note.show_facts(ConsentFacts("/r", recorded=False, sound_kept=False, sealed=False, keep_days=0))
    assert note.yes.text() == "Listen (Enter)"
