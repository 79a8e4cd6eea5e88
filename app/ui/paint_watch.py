"""An overlay that tells when each event was really painted, for measuring what a user feels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PyQt6.QtCore import QCoreApplication, QEvent, QObject
from PyQt6.QtWidgets import QApplication, QWidget

from app.core.events import Event
from app.ui.overlay import Overlay


class WatchedOverlay(Overlay):
    """Calls ``painted`` with each event at the first frame that was painted with it.

    Everything else is the overlay's own: events wait for its frame clock and are drawn by it.
    """

    def __init__(self, *arguments: Any, painted: Callable[[Event], None], **named: Any) -> None:
        self._drawn: list[Event] = []
        self._on_painted = painted
        super().__init__(*arguments, **named)
        application = QCoreApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def _draw(self, events: Sequence[Event] = ()) -> None:
        super()._draw(events)
        self._drawn.extend(events)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """See the paint events of this window and its parts go by."""
        if event is not None and event.type() == QEvent.Type.Paint:
            if isinstance(watched, QWidget) and watched.window() is self:
                told, self._drawn = self._drawn, []
                for one in told:
                    self._on_painted(one)
        return False


def windows_open() -> int:
    """How many top-level windows the program holds, shown or not."""
    return len(QApplication.topLevelWidgets())
