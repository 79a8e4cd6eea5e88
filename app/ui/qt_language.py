"""The language of Qt's own dialogs, as in Open, Cancel and Look in."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

_in_use: QTranslator | None = None


def use_language_of_qt(code: str) -> bool:
    """Choose a language such as ``de``; False, and English, where Qt has no such words."""
    global _in_use
    application = QCoreApplication.instance()
    if application is None:
        return False
    if _in_use is not None:
        application.removeTranslator(_in_use)
        _in_use = None
    if code in ("", "en"):
        return True
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator()
    if not translator.load(f"qtbase_{code}", folder):
        return False
    _in_use = translator
    return application.installTranslator(translator)
