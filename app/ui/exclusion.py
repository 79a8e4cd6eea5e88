"""Asks the system to leave every window of this program out of captures, whenever one is shown.

Menus, dialogs and tooltips are windows of their own and would give the overlay away. A window
can lose its exclusion when it is hidden or made anew, so that each show asks again.
"""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication, QEvent, QObject, QTimer, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QWindow

from app.platforms.base import CaptureExclusion, Exclusion

ORDINARY = "ghostpilot_ordinary"
"""A window with this property stays an ordinary one: the control of the self-test."""


class ExcludeOwnWindows(QObject):
    """Watches every window of the application and asks for each.

    ``changed`` carries the system's answer when it differs from the last one; where it is
    "unsupported" the watching ends, since asking again would tell nothing new.
    """

    changed = pyqtSignal(str)

    def __init__(self, exclusion: CaptureExclusion, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._exclusion = exclusion
        self.answer: Exclusion | None = None
        """The system's last answer, None before the first window."""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.ask_all)

    def start(self) -> None:
        """Ask for every window there is, and for those to come."""
        _application().installEventFilter(self)
        self.ask_all()

    def stop(self) -> None:
        """Ask no more; what is excluded stays so until it is hidden."""
        self._again.stop()
        _application().removeEventFilter(self)

    def ask_all(self) -> None:
        """Ask again for each visible window, as after a resume or a change of screens."""
        for window in QGuiApplication.topLevelWindows():
            if window.isVisible():
                self._ask(window)
                if self.answer == "unsupported":
                    return

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is None or event.type() != QEvent.Type.Show or not isinstance(watched, QWindow):
            return False
        if watched.isTopLevel():
            self._again.start(0)  # after it is on screen, since showing may undo it
            self._ask(watched)  # and before, so that no capture catches it
        return False

    def _ask(self, window: QWindow) -> None:
        if window.property(ORDINARY):
            return
        answer = self._exclusion.exclude(int(window.winId()))
        if answer == "unsupported":
            self.stop()
        if answer != self.answer:
            self.answer = answer
            self.changed.emit(answer)


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application
