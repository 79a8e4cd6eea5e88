"""Tells screen readers what is new: the question, the finished answer, a problem."""

from __future__ import annotations

from PyQt6.QtGui import QTextDocument
from PyQt6.QtWidgets import QLabel, QWidget

from app.core.events import Answer, Event, Passages, Problem, Question
from app.ui.language import tr


class Announcer(QLabel):
    """A label of one pixel whose name is the latest news.

    PyQt6 does not wrap Qt's announcement event. A changed name is the event it can send:
    Qt passes it on to the accessibility interface of each system. Answers are announced
    when they are finished, since a reader cannot follow a text that grows.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("announcer")
        self.setFixedSize(1, 1)
        self.move(0, 0)

    @property
    def latest(self) -> str:
        """What was announced last."""
        return self.accessibleName()

    def announce(self, text: str) -> None:
        """Make this the latest news."""
        self.setAccessibleName(text)

    def tell(self, event: Event) -> None:
        """Announce what this event brings, if it brings news worth interrupting for."""
        match event:
            case Question():
                self.announce(event.text)
            case Passages() if not event.covered:
                self.announce(tr("Not in your notes."))
            case Answer() if event.text:
                self.announce(_plain(event.text))
            case Problem():
                self.announce(f"{event.title}. {event.next_step}".strip())


def _plain(markdown: str) -> str:
    """The words alone: a reader would spell out the marks."""
    document = QTextDocument()
    document.setMarkdown(markdown)
    return document.toPlainText()
