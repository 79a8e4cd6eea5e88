"""The rows of the list of sessions, and of the places a search found in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt

from app.ui.language import tr
from app.ui.session_words import day, facts, length
from app.ui.two_lines import RECORD, SNIPPET

if TYPE_CHECKING:
    from app.store.rows import SessionRow
    from app.store.search import Hit


class SessionModel(QAbstractTableModel):
    """Sessions as rows: title, date, length, turns, problems. Texts are made when drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[SessionRow] = ()

    def show_rows(self, rows: Sequence[SessionRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def row_of(self, name: str) -> int:
        """Where a session stands; -1 when it is not there."""
        return next((n for n, row in enumerate(self.rows) if row.name == name), -1)

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 5

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                row.title or row.name, day(row.started), length(row.duration),
                str(row.turns), str(row.problems or ""),
            )[index.column()]  # fmt: skip
        if role == RECORD:
            return row
        if role == SNIPPET:
            return " · ".join(filter(None, facts(row)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.trouble or row.title
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (tr("Title"), tr("Date"), tr("Length"), tr("Turns"), tr("Problems"))[section]
        return None


class HitModel(QAbstractTableModel):
    """Places a search found: the session's title, and the words around."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Hit] = ()

    def show_rows(self, rows: Sequence[Hit]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 1

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        hit = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{length(hit.at)}   {hit.title}"
        if role == RECORD:
            return hit
        if role == SNIPPET:
            return " ".join(hit.snippet.split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{day(hit.started)}, {length(hit.at)}"
        return None
