"""The language of Qt's own dialogs: Open, Cancel, Look in."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

_words: QTranslator | None = None


def use_language_of_qt(code: str) -> None:
    """Where Qt has no such language, or no application runs yet, its dialogs stay English."""
    global _words
    application = QCoreApplication.instance()
    if _words is not None and application is not None:
        application.removeTranslator(_words)
    _words = None
    if code in ("", "en") or application is None:
        return
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator()
    if translator.load(f"qtbase_{code}", folder) and application.installTranslator(translator):
        _words = translator
