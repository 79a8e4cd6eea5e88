"""Passing notes, a second each, and problems, there until they are fixed or put away."""

from __future__ import annotations

from collections import deque

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import (
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.events import Info, Problem
from app.ui.language import tr
from app.ui.problem_box import ProblemBox
from app.ui.wrapped_label import WrappedLabel

_INFO_MS = 1000
_AT_MOST = 5
"""Problems on screen; the older ones wait behind one line."""
_IN_FULL = 2
_OLDER_PX = 200
"""Height of the list that opens; more of it scrolls."""
_WAITING = 8
"""Passing notes that wait for their second; of more the oldest are left to the recording."""


class Notices(QWidget):
    """Stacks the open problems, newest last, above one line of passing notes.

    A problem that was there before the question on screen, or that two others followed, keeps
    one line: its title. None that stays until it is fixed ever leaves unseen: the oldest
    collapse into a line that opens them all. A passing note keeps its second although
    others follow.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._boxes: list[ProblemBox] = []
        self._before_question: list[ProblemBox] = []
        self._short: list[ProblemBox] = []
        self._put_away: set[Problem] = set()
        self._whole = False
        self._crowded = 0
        """How little room there is: 0 enough, 1 for the newest in full, 2 for titles alone."""
        self._more = QPushButton(self)
        self._more.setObjectName("more")
        self._more.setCheckable(True)
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.toggled.connect(self._settle)
        self._older = QScrollArea(self)
        self._older.setObjectName("older")
        self._older.setFrameShape(QFrame.Shape.NoFrame)
        self._older.setWidgetResizable(True)
        self._older.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._older.setFixedHeight(_OLDER_PX)
        inside = QWidget(self._older)
        inside.setObjectName("older")
        self._older_column = QVBoxLayout(inside)
        self._older_column.setContentsMargins(0, 0, 0, 0)
        self._older_column.addStretch(1)
        self._older.setWidget(inside)
        self._info = WrappedLabel("info", "", self)
        self._infos: deque[Info] = deque()
        """The note on screen, then those that wait."""
        for part in (self._more, self._older, self._info):
            self._column.addWidget(part)
            part.hide()
        self._info_timer = QTimer(self)
        self._info_timer.setSingleShot(True)
        self._info_timer.timeout.connect(self._next_info)
        self.hide()

    @property
    def problems(self) -> list[Problem]:
        """The open problems, oldest first, also those behind the line."""
        return [box.problem for box in self._boxes]

    @property
    def note(self) -> str:
        """The passing note on screen; empty when there is none."""
        return self._info.text() if self._infos else ""

    def show_info(self, info: Info) -> None:
        """Show a passing note for one second, after those that came before it.

        News of the same progress replaces the older news at once.
        """
        last = self._infos[-1] if self._infos else None
        if last is not None and info.kind == last.kind and info.kind.endswith("-progress"):
            self._infos[-1] = info
            if len(self._infos) == 1:
                self._show_info()
            return
        self._infos.append(info)
        if len(self._infos) > 1 + _WAITING:
            del self._infos[1]
        if len(self._infos) == 1:
            self._show_info()

    def show_problem(self, problem: Problem) -> None:
        """Show a problem; one of the same place and title takes the other's position."""
        known, self._crowded = False, 0
        for box in self._boxes:
            if (box.problem.where, box.problem.title) == (problem.where, problem.title):
                known = _same(box.problem, problem)
                self._remove(box)
                break
        box = ProblemBox(problem, self)
        if known or _same_as_any(problem, self._put_away):
            self._short.append(box)
        box.dismissed.connect(self._dismissed)
        self._boxes.append(box)
        passing = [one for one in self._boxes[:-1] if not one.problem.sticky]
        while len(self._boxes) > _AT_MOST and passing:
            self._remove(passing.pop(0))  # it would leave by itself, and the recording has it
        self._settle()

    def resolve(self, where: str) -> None:
        """What failed at this place works again: its problems leave the screen."""
        for box in [box for box in self._boxes if box.problem.where == where]:
            self._remove(box)
        self._put_away = {gone for gone in self._put_away if gone.where != where}
        self._settle()

    def question_asked(self) -> None:
        """What is on screen now was known before this question."""
        self._before_question = list(self._boxes)
        self._short = list(self._boxes)
        self._settle()

    @property
    def whole(self) -> bool:
        """Whether every problem is to be shown in full."""
        return self._whole

    def show_whole(self, whole: bool) -> None:
        """Show every problem in full, or those known before in one line each."""
        self._whole, self._crowded = whole, 0
        self._settle()

    def make_room(self) -> bool:
        """There is too little room: a title for each problem, until they change.

        Where all were wanted in full, the newest keeps its words for as long as it can. False
        where they take no more than their titles already.
        """
        if self._crowded == 2 or not self._boxes:
            return False
        several = self._whole and len(self._boxes) > 1
        self._crowded = 1 if several and not self._crowded else 2
        self._settle()
        return True

    def answered(self) -> None:
        """A provider answered: troubles of providers that did not come up again are over."""
        for box in self._before_question:
            if box in self._boxes and box.problem.where == "llm":
                self._remove(box)
        self._settle()

    def dismiss(self) -> None:
        """Put the newest problem away."""
        if self._boxes:
            self._put_box_away(self._boxes[-1])

    def _dismissed(self) -> None:
        box = self.sender()
        if isinstance(box, ProblemBox) and box in self._boxes:
            self._put_box_away(box)

    def _put_box_away(self, box: ProblemBox) -> None:
        self._put_away.add(box.problem)
        self._remove(box)
        self._settle()

    def _remove(self, box: ProblemBox) -> None:
        self._crowded = 0
        self._boxes.remove(box)
        box.hide()
        box.deleteLater()

    def _show_info(self) -> None:
        info = self._infos[0]
        words = [info.note or info.kind, info.error]
        self._info.setText("  ·  ".join(filter(None, words)))
        self._info_timer.start(_INFO_MS)
        self._settle()

    def _next_info(self) -> None:
        self._infos.popleft()
        if self._infos:
            self._show_info()
        else:
            self._crowded = 0  # there is more room without the note
            self._settle()

    def _settle(self) -> None:
        """Put every box where it belongs: the newest in full, the others behind the line.

        Opened, all of them are in one list that scrolls.
        """
        for box in self._boxes:
            known = box in self._short or box in self._boxes[:-_IN_FULL]
            overtaken = self._crowded == 1 and box is not self._boxes[-1]
            box.shorten(self._crowded == 2 or overtaken or (known and not self._whole))
        older = self._boxes[:-_AT_MOST]
        opened = bool(older) and self._more.isChecked()
        listed = self._boxes if opened else older
        for place, box in enumerate(listed):
            self._put(box, self._older_column, place)
        for place, box in enumerate(self._boxes[len(listed) :]):
            self._put(box, self._column, 2 + place)
        self._older.setVisible(opened)
        self._more.setVisible(bool(older))
        words = tr("Show fewer") if opened else tr("and {count} more").format(count=len(older))
        self._more.setText(words)
        self._more.setAccessibleName(tr("{count} older problems").format(count=len(older)))
        self._info.setVisible(bool(self._infos))
        self.setVisible(bool(self._boxes) or bool(self._infos))
        self.changed.emit()

    @staticmethod
    def _put(box: ProblemBox, column: QVBoxLayout, place: int) -> None:
        if column.indexOf(box) != place:
            column.insertWidget(place, box)
            box.show()


def _same(one: Problem, other: Problem) -> bool:
    """Whether two problems tell the user the same."""
    return (one.where, one.title, one.detail) == (other.where, other.title, other.detail)


def _same_as_any(problem: Problem, others: set[Problem]) -> bool:
    return any(_same(problem, other) for other in others)
