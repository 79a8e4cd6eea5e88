"""The passages found in the user's notes: where each stands, and the words of the best one."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QPaintEvent
from PyQt6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from app.core.events import Passage, Passages
from app.ui.elided import ElidedLabel
from app.ui.language import tr
from app.ui.styles import restyle
from app.ui.wrapped_label import WrappedLabel


class PassageRow(QAbstractButton):
    """One passage; pressing it opens the note at its line."""

    def __init__(
        self, number: int, passage: Passage, lines: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.passage = passage
        source = _source(passage, short=not lines)
        whole = _source(passage, short=False)
        self.setAccessibleName(tr("Passage {number}: {source}").format(number=number, source=whole))
        self.setAccessibleDescription(passage.text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 6, 3)
        row.setSpacing(8)
        label = QLabel(str(number), self)
        label.setObjectName("number")
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(1)
        row.addLayout(column, 1)
        column.addWidget(ElidedLabel("source", source, 1, self))
        if lines:
            column.addWidget(ElidedLabel("excerpt", _one_line(passage.text), lines, self))

    def sizeHint(self) -> QSize:
        """As tall as its labels."""
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the plate the style sheet asks for; the labels draw themselves."""
        option = QStyleOption()
        option.initFrom(self)
        QStylePainter(self).drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option)


class PassagesView(QWidget):
    """The list of passages, or the plain statement that the notes do not cover a question."""

    open_requested = pyqtSignal(str, int)
    """Path on this machine and line from 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._passages: Passages | None = None
        self._rows: list[PassageRow] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._title = WrappedLabel("section", "", self)
        self._grid.addWidget(self._title, 0, 0, 1, 2)

    def show_passages(self, passages: Passages | None) -> None:
        """Show these; None while the notes are still being searched."""
        if passages is self._passages and self._title.text():
            return
        self._passages = passages
        for row in self._rows:
            self._grid.removeWidget(row)
            row.hide()  # it lives on until the loop turns: a picture taken before must not show it
            row.deleteLater()
        self._rows.clear()
        covered = passages is None or passages.covered
        if passages is None:
            self._title.setText(tr("SEARCHING YOUR NOTES"))
        elif covered:
            self._title.setText(tr("FROM YOUR NOTES"))
        elif passages.passages:
            self._title.setText(tr("Not in your notes. The closest passages:"))
        else:
            self._title.setText(tr("Not in your notes."))
        self._title.setObjectName("section" if covered else "uncovered")
        self.setAccessibleName(self._title.text())
        found = passages.passages if passages is not None else ()
        cells = _cells(len(found), covered=covered)
        for number, (passage, cell) in enumerate(zip(found, cells, strict=True), 1):
            row = PassageRow(number, passage, 2 if covered and number == 1 else 0, self)
            row.clicked.connect(self._opened)
            self._grid.addWidget(row, *cell)
            row.show()
            self._rows.append(row)
        restyle(self._title)

    def open(self, number: int) -> bool:
        """Ask to open the passage of this number, counted from 1."""
        if not 1 <= number <= len(self._rows):
            return False
        self._rows[number - 1].click()
        return True

    def path_of(self, number: int) -> str:
        """Where the note of this passage is on this machine; empty without such a passage."""
        if not 1 <= number <= len(self._rows):
            return ""
        return self._rows[number - 1].passage.path

    def _opened(self) -> None:
        row = self.sender()
        if isinstance(row, PassageRow):
            self.open_requested.emit(row.passage.path, row.passage.line)


def _cells(count: int, *, covered: bool) -> list[tuple[int, int, int, int]]:
    """Row, column and spans of each: the best one alone, below it two beside each other."""
    cells = [(1, 0, 1, 2)] if covered and count else []
    others = count - len(cells)
    for index in range(others):
        alone = index == others - 1 and index % 2 == 0
        cells.append((2 + index // 2, index % 2, 1, 2 if alone else 1))
    return cells


def _source(passage: Passage, *, short: bool) -> str:
    note, heading = passage.note, passage.heading
    if short:
        note = note.rpartition("/")[2].removesuffix(".md")
        heading = heading.rpartition(" > ")[2]
    return f"{note} > {heading}" if heading else note


def _one_line(text: str) -> str:
    """The words in one line; the rows of a table without the marks between their cells."""
    lines = (line.strip() for line in text.splitlines())
    return " ".join(" ".join(map(_without_bars, filter(_says_something, lines))).split())


def _says_something(line: str) -> bool:
    """Not the line of dashes below the head of a table."""
    return not (line.startswith("|") and set(line) <= set("|:- "))


def _without_bars(line: str) -> str:
    if not line.startswith("|"):
        return line
    return " · ".join(cell.strip() for cell in line.strip("|").split("|"))
