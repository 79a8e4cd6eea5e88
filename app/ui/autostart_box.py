"""A box to tick: start when the user logs in. It shows what the system says, not what was asked."""

from __future__ import annotations

from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from app.core.errors import GhostPilotError
from app.core.tasks import spawn
from app.ui.autostart_source import StartAtLogin
from app.ui.language import tr
from app.ui.told_words import error_words


class AutostartBox(QWidget):
    """Reads the state whenever it is shown; after a change it is read back."""

    def __init__(self, source: StartAtLogin, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.box = QCheckBox(tr("Start GhostPilot when I log in"), self)
        self.box.setAccessibleDescription(tr("It then waits in the tray; listening is up to you."))
        self.box.setEnabled(False)  # until the system has said what is so
        self.box.clicked.connect(self._turn)
        self.trouble = QLabel(self)
        self.trouble.setObjectName("trouble")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        column.addWidget(self.box)
        column.addWidget(self.trouble)

    def showEvent(self, event: QShowEvent | None) -> None:
        """Another program may have changed it since."""
        super().showEvent(event)
        spawn(self._ask(None), name="read start at login")

    def _turn(self, on: bool) -> None:
        self.box.setEnabled(False)
        spawn(self._ask(on), name="change start at login")

    async def _ask(self, on: bool | None) -> None:
        """Show the state, after changing it where ``on`` says how."""
        self.trouble.hide()
        try:
            now = await (self._source.enabled() if on is None else self._source.turn(on))
        except GhostPilotError as error:
            if on is not None:
                self.box.setChecked(not on)
            self.trouble.setText(error_words(error))
            self.trouble.show()
        else:
            self.box.setChecked(now)
        self.box.setEnabled(True)
