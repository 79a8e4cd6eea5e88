"""The first-run walk: one calm window that goes from an empty home to a first answer.

It is an ordinary window beside the others, never in the way of the program: every choice counts
at once, it can be left at any step and is continued there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core import settings
from app.ui.beside import open_beside
from app.ui.enter_button import EnterButton
from app.ui.first_run_page import Page
from app.ui.language import tr
from app.ui.placed_window import PlacedWindow
from app.ui.window_styles import window_sheet

LETTERS, LEAST_LETTERS = 26, 13
"""Width of the window in letters of a wide kind, so that it grows with the text."""
_MARGIN = 28


@dataclass(frozen=True, slots=True)
class Step:
    """A step and what makes its page when it is first reached."""

    name: str
    title: str
    make: Callable[[], Page]


class FirstRun(QWidget):
    """Leads through the steps with Back, Next and Skip, by keyboard alone if need be."""

    left = pyqtSignal(str)
    """The walk was closed; the step where it is continued, empty when it was finished."""

    def __init__(
        self,
        chosen: settings.Overlay,
        steps: Sequence[Step],
        start: str = "",
        *,
        overlay: PlacedWindow | None = None,
    ) -> None:
        """It opens beside ``overlay``, which shows what the steps speak of."""
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._steps = tuple(steps)
        self._pages: list[Page | None] = [None] * len(self._steps)
        self._index = next((i for i, step in enumerate(steps) if step.name == start), 0)
        self._finished = False
        self._overlay = overlay
        self._wanted = QSize()
        self._shown: list[QPushButton] = []
        self._build()
        self.apply_settings(chosen)
        self._enter(self._index)

    @property
    def step(self) -> str:
        """The name of the step in front."""
        return self._steps[self._index].name

    @property
    def page(self) -> Page:
        """The page in front."""
        page = self._pages[self._index]
        assert page is not None
        return page

    def apply_settings(self, chosen: settings.Overlay) -> None:
        """Take a changed theme or text size over at once."""
        self.setStyleSheet(window_sheet(chosen))
        self.ensurePolished()
        em = self._title.fontMetrics().height()
        wanted = QSize(em * LETTERS, em * 24)
        if wanted != self._wanted:  # first of all, and with another text size
            self._wanted = wanted
            open_beside(self, self._overlay, wanted, em * LEAST_LETTERS)

    def open(self) -> None:
        """Bring the walk up, with the keyboard."""
        self.show()
        self.raise_()
        self.activateWindow()
        self._focus()

    def next(self) -> None:
        """Take the step; the last one ends the walk."""
        if not self.page.ready:
            return
        self.page.go_on()
        self._forward()

    def skip(self) -> None:
        """Leave the step as it is and go on."""
        self.page.pass_over()
        self._forward()

    def back(self) -> None:
        """Return to the step before."""
        if self._index > 0:
            self._enter(self._index - 1)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Enter goes on where nothing else wants it, and Escape leaves."""
        key = event.key() if event is not None else 0
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next()
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent | None) -> None:
        """Closing is no refusal of anything: the walk is continued at this step."""
        self.page.left()
        super().closeEvent(event)
        self.left.emit("" if self._finished else self.step)

    def _forward(self) -> None:
        if self._index + 1 < len(self._steps):
            self._enter(self._index + 1)
        else:
            self._finished = True
            self.close()

    def _enter(self, index: int) -> None:
        if (before := self._pages[self._index]) is not None and index != self._index:
            before.left()
        self._index = index
        page = self._pages[index]
        if page is None:
            page = self._pages[index] = self._steps[index].make()
            page.changed.connect(self._label)
        if (old := self._scroll.takeWidget()) is not None:
            old.setParent(self)
            old.hide()
        self._scroll.setWidget(page)
        page.show()
        title, count = self._steps[index].title, len(self._steps)
        words = tr("{step} of {count}").format(step=index + 1, count=count)
        self._title.setText(title)
        self._place.setText(words)
        self._bar.setMaximum(count)
        self._bar.setValue(index + 1)
        name = tr("Welcome to GhostPilot: {title}, {place}").format(title=title, place=words)
        self.setWindowTitle(name)
        self.setAccessibleName(name)
        self._label()
        page.entered()
        if self.isVisible():
            self._focus()

    def _label(self) -> None:
        """Name the buttons after what the page in front does."""
        page = self.page
        last = self._index + 1 == len(self._steps)
        self.next_button.setText(tr("&Finish") if last else page.next_words)
        self.next_button.setEnabled(page.ready)
        self.skip_button.setText(page.skip_words)
        skips, returns = bool(page.skip_words) and not last, self._index > 0
        self._shown = [self.next_button]
        self._shown += [self.skip_button] if skips else []
        self._shown += [self.back_button] if returns else []
        self._place_buttons()  # before they are shown, which makes the window wide enough
        self.skip_button.setVisible(skips)
        self.back_button.setVisible(returns)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """The buttons follow the width."""
        super().resizeEvent(event)
        self._place_buttons()

    def _place_buttons(self) -> None:
        """Side by side where they fit, else below each other: the window grows for none."""
        needed = sum(one.sizeHint().width() + self._row.spacing() for one in self._shown)
        fit = needed <= self.width() - 2 * _MARGIN
        way = QBoxLayout.Direction.LeftToRight if fit else QBoxLayout.Direction.BottomToTop
        self._row.setDirection(way)

    def _focus(self) -> None:
        """The first thing on the page that takes keys, else the button that goes on."""
        for child in self.page.findChildren(QWidget):
            wanted = child.focusPolicy() & Qt.FocusPolicy.TabFocus
            if wanted and child.isVisible() and child.isEnabled() and not _is_quiet(child):
                child.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self.next_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 22, _MARGIN, 20)
        column.setSpacing(14)
        head = QHBoxLayout()
        self._title = QLabel(self)
        self._title.setObjectName("stepTitle")
        self._title.setWordWrap(True)
        self._place = QLabel(self)
        self._place.setObjectName("quiet")
        head.addWidget(self._title, 1)
        head.addWidget(self._place, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("steps")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        column.addWidget(self._bar)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._scroll, 1)
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(10)
        self.back_button = self._button(tr("&Back"), self.back)
        self.skip_button = self._button(tr("&Skip"), self.skip)
        self.next_button = self._button(tr("&Next"), self.next)
        self.next_button.setObjectName("main")
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.skip_button)
        row.addWidget(self.next_button)
        column.addLayout(row)

    def _button(self, text: str, pressed: Callable[[], None]) -> QPushButton:
        button = EnterButton(text, self)
        button.clicked.connect(pressed)
        return button


def _is_quiet(widget: QWidget) -> bool:
    """Texts that can be selected take the focus only from those who ask for it."""
    return isinstance(widget, QLabel | QScrollArea)
