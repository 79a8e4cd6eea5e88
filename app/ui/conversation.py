"""A session as a list: what was said and what was asked, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFont
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.ui.language import tr
from app.ui.session_words import length
from app.ui.styles import Palette

if TYPE_CHECKING:
    from app.store.rows import SaidRow, TurnRow
    from app.store.turns import Marker

VERDICTS = {True: "✓", False: "✗", None: ""}
"""The signs of good, bad and not judged."""
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ConversationModel(QAbstractTableModel):
    """Utterances and turns as rows: time, who, words, first token, verdict."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.colours = palette
        self.rows: list[TurnRow | SaidRow | Marker] = []
        self._markers: Sequence[Marker] = ()
        self.places: dict[int, int] = {}
        """The row of each turn, by its number."""
        self.repeated: frozenset[int] = frozenset()
        self.verdicts: dict[int, bool] = {}

    def show_rows(self, turns: Sequence[TurnRow], said: Sequence[SaidRow]) -> None:
        """Talk that is a question stands there once, as the turn."""
        self.beginResetModel()
        self._markers = ()
        timed: list[tuple[float, TurnRow | SaidRow]] = [(turn.asked_at, turn) for turn in turns]
        timed += [(row.at, row) for row in said if row.turn is None]
        timed.sort(key=lambda pair: pair[0])
        self._place([row for _, row in timed])
        self.verdicts = {turn.number: turn.good for turn in turns if turn.good is not None}
        self.repeated = frozenset()
        self.endResetModel()

    def show_markers(self, markers: Sequence[Marker]) -> bool:
        """Put the moments the user marked between the rows; whether that moved them."""
        if tuple(markers) == tuple(self._markers):
            return False
        self.beginResetModel()
        self._markers = markers
        there = [row for row in self.rows if not hasattr(row, "note")]
        self._place(sorted([*there, *markers], key=_time))
        self.endResetModel()
        return True

    def _place(self, rows: list[TurnRow | SaidRow | Marker]) -> None:
        self.rows = rows
        self.places = {
            number: place
            for place, row in enumerate(rows)
            if (number := getattr(row, "number", None)) is not None
        }

    def mark(self, *, repeated: frozenset[int] | None = None) -> None:
        """Say which turns ask again what another did."""
        if repeated is not None:
            self.repeated = repeated
        self._changed()

    def judge(self, number: int, good: bool) -> None:
        """Show a new verdict."""
        self.verdicts[number] = good
        self._changed()

    def _changed(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 4))

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 5

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return (tr("Time"), tr("Who"), tr("Talk and questions"), tr("First token"), "")[
                    section
                ]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return RIGHT if section in (0, 3) else LEFT
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        number = getattr(row, "number", None)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._turn_text(row, column) if number else self._said_text(row, column)
        if role == Qt.ItemDataRole.ForegroundRole:
            if number is not None:
                return QColor(self._verdict_colour(number) if column == 4 else self.colours.text)
            channel = (
                self.colours.them if getattr(row, "channel", "") == "them" else self.colours.me
            )
            return QColor(channel if column == 1 else self.colours.dim)
        if role == Qt.ItemDataRole.FontRole and number is not None and column == 2:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column in (0, 3) else LEFT
        if role == Qt.ItemDataRole.ToolTipRole and column == 2:
            return self._words(row)
        return None

    def _turn_text(self, turn: Any, column: int) -> str:
        first = turn.first_piece_at
        wait = "" if first is None else round(max(0.0, first - turn.asked_at) * 1000)
        verdict = VERDICTS[self.verdicts.get(turn.number)]
        again = "↻" if turn.number in self.repeated else ""
        return (
            length(turn.asked_at),
            str(turn.number),
            turn.question,
            tr("{ms} ms").format(ms=wait) if wait != "" else "-",
            " ".join(filter(None, (verdict, again))),
        )[column]

    def _said_text(self, said: Any, column: int) -> str:
        if hasattr(said, "note"):
            return (length(said.at), "★", said.note or tr("Marked"), "", "")[column]
        who = tr("Them") if said.channel == "them" else tr("Me")
        return (length(said.at), who, said.text, "", "")[column]

    def _words(self, row: Any) -> str:
        words = (getattr(row, name, None) for name in ("question", "text", "note"))
        return str(next(filter(None, words), ""))

    def _verdict_colour(self, number: int) -> str:
        verdict = self.verdicts.get(number)
        return self.colours.recording if verdict is False else self.colours.listening


def _time(row: Any) -> float:
    """Where a row stands, and the time it shows: a turn where it is asked, talk where it begins."""
    asked_at: float | None = getattr(row, "asked_at", None)
    return float(row.at) if asked_at is None else asked_at


class ConversationView(QTableView):
    """The list on screen. Only rows in sight are drawn, so that any number scrolls."""

    turn_chosen = pyqtSignal(int)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Talk and questions"))
        self.rows = ConversationModel(palette)
        self.setModel(self.rows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        below, beside = self.verticalHeader(), self.horizontalHeader()
        assert below is not None and beside is not None
        below.hide()
        below.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        below.setDefaultSectionSize(26)
        beside.setHighlightSections(False)
        beside.setMinimumSectionSize(24)
        for column, width in enumerate((72, 68, 200, 86, 34)):
            self.setColumnWidth(column, width)
        beside.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        beside.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        choice = self.selectionModel()
        assert choice is not None
        choice.currentRowChanged.connect(self._chosen)

    def choose(self, number: int) -> None:
        """Put a turn in sight and choose it."""
        place = self.rows.places.get(number)
        if place is not None:
            index = self.rows.index(place, 0)
            if index.row() != self.currentIndex().row():
                self.setCurrentIndex(index)
            self.scrollTo(index)

    def _chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            number = getattr(self.rows.rows[index.row()], "number", None)
            if number is not None:
                self.turn_chosen.emit(number)
