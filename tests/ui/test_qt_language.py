"""Qt's own dialogs speak the chosen language, and English again afterwards."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

from app.ui.qt_language import use_language_of_qt


def cancel() -> str:
    return QCoreApplication.translate("QPlatformTheme", "Cancel")


def test_dialogs_follow_the_language(qapp: object) -> None:
    assert use_language_of_qt("de")
    assert cancel() == "Abbrechen"
    assert use_language_of_qt("en")
    assert cancel() == "Cancel"


def test_a_language_qt_does_not_know_leaves_english(qapp: object) -> None:
    assert not use_language_of_qt("xx")
    assert cancel() == "Cancel"
