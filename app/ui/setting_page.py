"""A page of the settings: its title, a line for each setting, and room to scroll."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.ui.language import tr
from app.ui.setting_row import REBUILDS, SettingRow


class SettingPage(QScrollArea):
    """The settings of one section. What takes the keyboard is scrolled into view."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.rows: list[SettingRow] = []
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        inside = QWidget()
        inside.setObjectName("page")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(24, 14, 24, 20)
        self._column.setSpacing(6)
        heading = QLabel(title)
        heading.setObjectName("pageTitle")
        heading.setIndent(0)
        self._column.addWidget(heading)
        self._legend = QLabel(
            f"{REBUILDS}  " + tr("Listening starts anew for a moment; the recording goes on.")
        )
        self._legend.setObjectName("quiet")
        self._legend.setWordWrap(True)
        self._legend.hide()
        self._column.addWidget(self._legend)
        self._column.addStretch(1)
        self.setWidget(inside)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def add(self, row: SettingRow) -> None:
        """Put a line at the end."""
        self.rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)
        if row.declared.about.applies == "rebuild":
            self._legend.show()

    def filter(self, text: str) -> bool:
        """Leave the lines that these words are about; whether there are any."""
        for row in self.rows:
            row.setVisible(row.matches(text))
        return any(not row.isHidden() for row in self.rows)

    def _follow(self, old: QWidget | None, now: QWidget | None) -> None:
        inside = self.widget()
        if now is not None and inside is not None and inside.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, 40)
