"""The windows that are on the screen now, by their kind."""

from __future__ import annotations

from typing import TypeVar

from PyQt6.QtWidgets import QApplication, QWidget

from tests.recorded import until

Window = TypeVar("Window", bound=QWidget)


def shown(kind: type[Window]) -> list[Window]:
    """Every visible window of a kind."""
    windows = QApplication.topLevelWidgets()
    return [one for one in windows if isinstance(one, kind) and one.isVisible()]


async def the_shown(kind: type[Window]) -> Window:
    """The one window of a kind, once it is visible."""
    await until(lambda: shown(kind))
    (window,) = shown(kind)
    return window
