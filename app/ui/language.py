"""The language of the windows: English as written here, others from a gettext catalogue."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

_translate: Callable[[str], str] | None = None
_of_qt: QTranslator | None = None
"""The words of Qt's own dialogs: Open, Cancel, Look in."""


def tr(text: str) -> str:
    """The text in the chosen language; unchanged where the catalogue has none for it."""
    return _translate(text) if _translate is not None else text


def use_language(code: str) -> bool:
    """Choose a language such as ``de`` before windows are built; False when there is none."""
    global _translate
    if code in ("", "en"):
        _translate = None
        _use_language_of_qt("")
        return True
    import gettext

    from app.core.errors import GhostPilotError
    from app.core.paths import shipped

    try:
        catalogue = gettext.translation("ghostpilot", str(shipped("assets/locale")), [code])
    except (OSError, GhostPilotError):
        return False
    _translate = catalogue.gettext
    _use_language_of_qt(code)
    return True


def _use_language_of_qt(code: str) -> None:
    """Where Qt has no such language, or no application runs yet, its dialogs stay English."""
    global _of_qt
    application = QCoreApplication.instance()
    if _of_qt is not None and application is not None:
        application.removeTranslator(_of_qt)
    _of_qt = None
    if not code or application is None:
        return
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator()
    if translator.load(f"qtbase_{code}", folder) and application.installTranslator(translator):
        _of_qt = translator
