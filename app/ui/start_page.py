"""The page of the settings on how the program begins: at login, and with the first steps."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.autostart_box import AutostartBox
from app.ui.autostart_source import StartAtLogin
from app.ui.language import tr


class StartPage(QWidget):
    """What is kept by the system, and so is in no settings file."""

    first_steps_wanted = pyqtSignal()

    def __init__(self, source: StartAtLogin, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 16, 12)
        column.setSpacing(14)
        self.at_login = AutostartBox(source, self)
        column.addWidget(self.at_login)
        about = QLabel(
            tr("The first steps go through sound, notes, answers and keys once more."), self
        )
        about.setObjectName("quiet")
        about.setWordWrap(True)
        column.addWidget(about)
        self.button = QPushButton(tr("Open the first steps"), self)
        self.button.clicked.connect(self.first_steps_wanted)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
