"""The notes and the files left out as tables of thousands of rows: filtered and sorted as lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt

from app.core.knowledge import NoteSummary, Skipped
from app.ui.language import tr

Row = tuple[str | int, ...]
PATH = Qt.ItemDataRole.UserRole


class Table(QAbstractTableModel):
    """Rows of texts and numbers. Filtering 10,000 rows is a walk over prepared texts."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self._titles = tuple(titles)
        self._all: list[tuple[str, Row, str]] = []
        self._shown: list[tuple[str, Row, str]] = []
        self._words = ""
        self._order = (-1, Qt.SortOrder.AscendingOrder)

    def show_rows(self, rows: Sequence[tuple[Row, str]]) -> None:
        """Each row with the path it is about."""
        self._all = [(" ".join(map(str, row)).casefold(), row, path) for row, path in rows]
        self._arrange()

    def filter(self, words: str) -> None:
        """Show only rows that hold every one of the words."""
        self._words = words
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; -1 is the order in which rows came."""
        self._order = (column, order)
        self._arrange()

    @property
    def count(self) -> int:
        """Rows there are, shown or not."""
        return len(self._all)

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return len(self._titles)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        _, row, path = self._shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return str(row[index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole and isinstance(row[index.column()], int):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return path if role == PATH else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._titles[section]
        return None

    def _arrange(self) -> None:
        words = self._words.casefold().split()
        self.beginResetModel()
        self._shown = [one for one in self._all if all(word in one[0] for word in words)]
        column, order = self._order
        if column >= 0:
            down = order == Qt.SortOrder.DescendingOrder
            self._shown.sort(key=lambda one: _key(one[1][column]), reverse=down)
        self.endResetModel()


def _key(value: str | int) -> tuple[int, str]:
    return (value, "") if isinstance(value, int) else (0, value.casefold())


def notes_table() -> Table:
    """Title, file, pieces, remark."""
    return Table((tr("Note"), tr("File"), tr("Pieces"), tr("Remark")))


def note_rows(notes: Sequence[NoteSummary]) -> list[tuple[Row, str]]:
    """A row for each note."""
    return [((one.title, one.name, one.chunks, one.remark), one.path) for one in notes]


def left_out_table() -> Table:
    """File, why."""
    return Table((tr("Why it is not found, or not as it is"), tr("File")))


def left_out_rows(skipped: Sequence[Skipped], troubles: Sequence[Skipped]) -> list[tuple[Row, str]]:
    """What matters first, then other kinds of file."""
    rest = [one for one in skipped if not one.matters]
    return [((one.reason, one.path), one.path) for one in (*troubles, *rest)]
