"""Qt's own dialogs speak the chosen language."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

from app.ui.qt_language import use_language_of_qt


def test_the_dialogs_of_qt_speak_it_too(qapp: object) -> None:
    use_language_of_qt("de")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    use_language_of_qt("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
