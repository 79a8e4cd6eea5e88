"""Settings that are lists: folders to search, words to hide, hosts that were agreed to."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent, QShowEvent
from PyQt6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
)

from app.ui.dialogs import ask_folder
from app.ui.language import tr
from app.ui.setting_controls import Control, Text

LINES = 4
"""Entries that are seen without scrolling."""


class TextList(Control):
    """Texts one below the other: typed and added, chosen and taken away."""

    def __init__(self) -> None:
        super().__init__()
        self.list = _Entries(self)
        self.list.setObjectName("entries")
        self.entry = QLineEdit()
        self.add = QPushButton(tr("Add"))
        self.remove = QPushButton(tr("Take away"))
        self.add.clicked.connect(self._add)
        self.entry.returnPressed.connect(self._add)
        self.remove.clicked.connect(self.take_away)
        self.list.currentRowChanged.connect(self._enable)
        self._arrange()
        self._enable()

    def value(self) -> tuple[str, ...]:
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(item.text() for item in items if item is not None)

    def show_value(self, value: tuple[str, ...]) -> None:
        if value != self.value():
            self.list.clear()
            self.list.addItems(value)
        self.list.setVisible(bool(value))
        self.list.fit()
        self._enable()

    def name(self, words: str, help_: str) -> None:
        self.list.setAccessibleName(words)
        self.list.setAccessibleDescription(help_)
        self.entry.setAccessibleName(tr("Add to: {list}").format(list=words))
        self.add.setAccessibleName(tr("Add to: {list}").format(list=words))
        self.remove.setAccessibleName(tr("Take away from: {list}").format(list=words))

    def take_away(self) -> None:
        """Take away the chosen entry."""
        row = self.list.currentRow()
        if row >= 0:
            self.list.takeItem(row)
            self._tell()

    def put(self, text: str) -> None:
        """Add an entry that is not there yet."""
        if text and text not in self.value():
            self.list.addItem(text)
            self._tell()

    def _add(self) -> None:
        self.put(self.entry.text().strip())
        self.entry.clear()

    def _tell(self) -> None:
        value = self.value()
        self.show_value(value)
        self.changed.emit(value)

    def _enable(self) -> None:
        self.remove.setVisible(self.list.count() > 0)
        self.remove.setEnabled(self.list.currentRow() >= 0)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.entry, 1)
        buttons.addWidget(self.add)
        buttons.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        column.addLayout(buttons)
        self.setFocusProxy(self.entry)


class FolderList(TextList):
    """Folders: chosen in a dialog, or typed."""

    def __init__(self) -> None:
        super().__init__()
        self.entry.hide()
        self.setFocusProxy(self.add)
        self.add.setText(tr("Add a folder…"))

    def _add(self) -> None:
        ask_folder(self, tr("Add a folder…"), lambda name: self.put(Path(name).as_posix()))


class FileName(Text):
    """A file: chosen in a dialog, or typed."""

    def __init__(self) -> None:
        super().__init__()
        self.choose = QPushButton(tr("Choose…"))
        self.choose.clicked.connect(self._choose)
        line = self.layout()
        assert line is not None
        line.addWidget(self.choose)

    def name(self, words: str, help_: str) -> None:
        super().name(words, help_)
        self.choose.setAccessibleName(tr("Choose: {what}").format(what=words))

    def _choose(self) -> None:
        dialog = QFileDialog(self, tr("Choose…"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, name: str) -> None:
        self.line.setText(Path(name).as_posix())
        self._told()


class _Entries(QListWidget):
    """As high as what it holds, up to `LINES`; Delete takes the chosen entry away."""

    def __init__(self, owner: TextList) -> None:
        super().__init__()
        self._owner = owner
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)

    def showEvent(self, event: QShowEvent | None) -> None:
        """Only now does the style say how high a line is."""
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take the height of the entries."""
        line = max(self.sizeHintForRow(0), self.fontMetrics().lineSpacing())
        self.setFixedHeight(line * min(max(self.count(), 1), LINES) + 6)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._owner.take_away()
        else:
            super().keyPressEvent(event)
