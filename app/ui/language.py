"""The language of the windows: English as written here, others from a gettext catalogue."""

from __future__ import annotations

from collections.abc import Callable

_translate: Callable[[str], str] | None = None


def tr(text: str) -> str:
    """The text in the chosen language; unchanged where the catalogue has none for it."""
    return _translate(text) if _translate is not None else text


def use_language(code: str) -> bool:
    """Choose a language such as ``de`` before windows are built; False when there is none."""
    global _translate
    if code in ("", "en"):
        _translate = None
        return True
    import gettext

    from app.core.errors import GhostPilotError
    from app.core.paths import shipped

    try:
        catalogue = gettext.translation("ghostpilot", str(shipped("assets/locale")), [code])
    except (OSError, GhostPilotError):
        return False
    _translate = catalogue.gettext
    return True
