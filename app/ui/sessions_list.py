"""The list of sessions and of what a search found, two lines each, drawn row by row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import (
    QAbstractTableModel,
    QDate,
    QDateTime,
    QLocale,
    QModelIndex,
    QRect,
    QSize,
    Qt,
    QTime,
)
from PyQt6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.language import tr
from app.ui.styles import Palette

if TYPE_CHECKING:
    from app.store.rows import SessionRow
    from app.store.search import Hit

START, END = "\x02", "\x03"
"""Stand around what a search found in a snippet."""
RECORD = Qt.ItemDataRole.UserRole
SNIPPET = RECORD + 1
PAD = 12


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


class TwoLines(QStyledItemDelegate):
    """A title and a quieter line below it, in which what was found is set off."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.colours = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(120, QFontMetrics(option.font).height() * 2 + PAD + 8)

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        if painter is None:
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        colours, box = self.colours, option.rect
        painter.save()
        if chosen:
            painter.fillRect(box, QColor(colours.plate))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), QColor(colours.accent))
        inner = box.adjusted(PAD, PAD // 2, -PAD, -PAD // 2)
        line = inner.height() // 2
        title = QFont(option.font)
        title.setWeight(QFont.Weight.DemiBold)
        painter.setFont(title)
        painter.setPen(QColor(colours.strong if chosen else colours.text))
        text = str(index.data() or "")
        elided = QFontMetrics(title).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        top = QRect(inner.left(), inner.top(), inner.width(), line)
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, elided)
        small = QFont(option.font)
        small.setPointSizeF(max(8.0, option.font.pointSizeF() * 0.86))
        below = QRect(inner.left(), inner.top() + line, inner.width(), line)
        self._paint_snippet(painter, below, small, str(index.data(SNIPPET) or ""))
        painter.restore()

    def _paint_snippet(self, painter: QPainter, box: QRect, font: QFont, text: str) -> None:
        """Runs of plain and found words, until the line is full."""
        left, found = box.left(), False
        if START in text:  # have what was found in sight
            before = text.index(START)
            if QFontMetrics(font).horizontalAdvance(text[:before]) > box.width() // 2:
                text = "…" + text[max(0, before - 14) :]
        for run in text.replace(END, f"{START}").split(START):
            face = QFont(font)
            face.setBold(found)
            room = box.right() - left
            if room <= 0:
                return
            metrics = QFontMetrics(face)
            painter.setFont(face)
            painter.setPen(QColor(self.colours.accent if found else self.colours.dim))
            words = metrics.elidedText(run, Qt.TextElideMode.ElideRight, room)
            area = QRect(left, box.top(), room, box.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)
            left += metrics.horizontalAdvance(run)
            found = not found


def facts(row: SessionRow) -> tuple[str, ...]:
    """Date, length, turns and problems of a session, in words."""
    return (
        day(row.started),
        length(row.duration),
        tr("{count} turns").format(count=row.turns) if row.turns != 1 else tr("1 turn"),
        _problems(row.problems),
        tr("unreadable") if row.trouble else "",
        tr("cancelled") if row.ended == "cancelled" else "",
        tr("cut off") if row.ended == "cut" else "",
        tr("re-run") if row.linked else "",
    )


def _problems(count: int) -> str:
    if count == 1:
        return tr("1 problem")
    return tr("{count} problems").format(count=count) if count else ""


def day(started: str) -> str:
    """Date and time of the start, as the clock of that place showed them."""
    try:
        moment = datetime.fromisoformat(started)
    except ValueError:
        return ""
    wall = QDateTime(
        QDate(moment.year, moment.month, moment.day), QTime(moment.hour, moment.minute)
    )
    return QLocale().toString(wall, "d MMM yyyy, hh:mm")


def length(seconds: float) -> str:
    """Seconds as ``m:ss`` or ``h:mm:ss``."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
