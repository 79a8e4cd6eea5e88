"""What a new user reads before anybody is listened to, and a message that tells the others."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.consent_source import ConsentFacts
from app.ui.consent_words import rows
from app.ui.enter_button import EnterButton
from app.ui.language import tr
from app.ui.plain_line import plain_line


class ConsentNote(QFrame):
    """Says what is recorded, where, and what leaves the machine; the user says yes or no."""

    tell_them_pressed = pyqtSignal()
    understood_pressed = pyqtSignal()
    refused_pressed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("consent")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        self._title = self._label("consentTitle", tr("Before you listen to others"))
        self._body = self._label(
            "consentText",
            tr(
                "GhostPilot turns this call into text on your computer. In many places everyone in "
                "the call must agree first. It shows when it listens and records; it does not "
                "hide you from anyone."
            ),
        )
        column.addWidget(self._title)
        column.addWidget(self._body)
        self._pairs: list[tuple[QLabel, QLabel]] = []
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(14)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        column.addLayout(self._facts)
        self.buttons = QWidget(self)
        """May stand elsewhere, so that an answer is at hand while the text is scrolled."""
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.yes = self._button(tr("Listen and record (Enter)"), self.understood_pressed.emit)
        self.no = self._button(tr("Not now (Esc)"), self.refused_pressed.emit)
        self.tell = self._button(tr("Copy a message for the call (T)"), self.tell_them_pressed.emit)
        for button in (self.yes, self.no, self.tell):
            row.addWidget(button)
        row.addStretch(1)
        column.addWidget(self.buttons)
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(self._body.text())

    def setVisible(self, visible: bool) -> None:
        """The buttons come and go with the text, wherever they stand."""
        super().setVisible(visible)
        self.buttons.setVisible(visible)

    def show_facts(self, facts: ConsentFacts) -> None:
        """Say what is recorded, where, and what leaves the machine to whom."""
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        found = rows(facts)
        self._pairs = []
        for heading, words in found:
            name, text = self._label("consentName", heading), self._label("consentText", words)
            name.setWordWrap(False)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._pairs.append((name, text))
        self._place_facts(narrow=self._row.direction() == QBoxLayout.Direction.TopToBottom)
        self.yes.setText(
            tr("Listen and record (Enter)") if facts.recorded else tr("Listen (Enter)")
        )
        spoken = [f"{heading}: {words}" for heading, words in found]
        self.setAccessibleDescription(" ".join((self._body.text(), *spoken)))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """The buttons stand side by side where they fit, else below each other: none is cut."""
        buttons = (self.yes, self.no, self.tell)
        needed = sum(button.sizeHint().width() + self._row.spacing() for button in buttons)
        fit = needed <= self.contentsRect().width() - 24  # the margins
        way = QBoxLayout.Direction.LeftToRight if fit else QBoxLayout.Direction.TopToBottom
        if way != self._row.direction():
            self._row.setDirection(way)
            self._place_facts(narrow=not fit)
        super().resizeEvent(event)

    def _place_facts(self, *, narrow: bool) -> None:
        """Each heading beside its words, or above them where that would leave them no room.

        Above them it stands closer to its own words than to those before.
        """
        self._facts.setVerticalSpacing(1 if narrow else 6)
        for line, (name, text) in enumerate(self._pairs):
            self._facts.removeWidget(name)
            self._facts.removeWidget(text)
            name.setContentsMargins(0, 7 if narrow and line else 0, 0, 0)
            if narrow:
                self._facts.addWidget(name, 2 * line, 0, 1, 2)
                self._facts.addWidget(text, 2 * line + 1, 0, 1, 2)
            else:
                self._facts.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
                self._facts.addWidget(text, line, 1)

    def _label(self, name: str, text: str) -> QLabel:
        return plain_line(name, text, self)

    def _button(self, text: str, pressed: Callable[[], None]) -> QPushButton:
        button = EnterButton(text, self)
        button.setObjectName("plain")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(pressed)
        return button
