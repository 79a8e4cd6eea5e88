"""The right side of the prompts tab: what would be sent, and what differs from the shipped text."""

from __future__ import annotations

from html import escape

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from app.ui.language import tr
from app.ui.plain_line import plain_line
from app.ui.prompt_diff import difference
from app.ui.prompts_source import Preview
from app.ui.styles import Palette
from app.ui.tab_layout import pages_in_one, text_page


class PromptOutcome(QWidget):
    """Shows what comes of the text of a prompt for a sample question."""

    question_changed = pyqtSignal()

    def __init__(self, colours: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self.question = QLineEdit(self)
        self.question.setText(tr("How would you roll back a deploy?"))
        self.question.setAccessibleName(tr("Sample question"))
        self.question.textChanged.connect(self.question_changed)
        self._size = plain_line("quiet", parent=self)
        self.preview = text_page(tr("What is sent"), self)
        self.changes = text_page(tr("Changes to the shipped prompt"), self)
        self._arrange()

    def set_colours(self, colours: Palette) -> None:
        """Draw in another theme from the next preview on."""
        self._colours = colours

    def show_preview(self, seen: Preview, text: str, shipped: str) -> None:
        """Show what is sent, and ``text`` beside the shipped one, which may be empty."""
        self._show_messages(seen)
        self._show_changes(text, shipped)

    def _show_messages(self, seen: Preview) -> None:
        colours, parts = self._colours, []
        for role, text in seen.messages:
            heading = tr("SYSTEM MESSAGE") if role == "system" else tr("USER MESSAGE")
            parts.append(
                f'<p style="color: {colours.dim}">{escape(heading)}</p>'
                f'<div style="color: {colours.text}; white-space: pre-wrap">{escape(text)}</div>'
            )
        self.preview.setHtml("".join(parts))
        if not seen.messages:
            words = ""
        elif seen.fits:
            words = tr("About {tokens} tokens, with {passages} passages of your notes.")
        else:
            words = tr("About {tokens} tokens: too long for the context of the first provider.")
        self._size.setText(words.format(tokens=seen.tokens, passages=seen.passages))

    def _show_changes(self, text: str, shipped: str) -> None:
        if not shipped:
            words = tr("This prompt is yours alone: there is no shipped one to compare with.")
        else:
            words = tr("This is the shipped text, word for word.")
        changed = difference(shipped, text, self._colours) if shipped else ""
        self.changes.setHtml(
            changed or f'<p style="color: {self._colours.dim}">{escape(words)}</p>'
        )

    def _arrange(self) -> None:
        sent = QWidget(self)
        column = QVBoxLayout(sent)
        column.setContentsMargins(0, 8, 0, 0)
        caption = QLabel(tr("Sample question"), sent)
        caption.setObjectName("quiet")
        caption.setBuddy(self.question)
        for widget in (caption, self.question, self._size):
            column.addWidget(widget)
        column.addWidget(self.preview, 1)
        self.pages = pages_in_one(tr("What comes of the prompt"), self)
        self.pages.addTab(sent, tr("What is sent"))
        self.pages.addTab(self.changes, tr("Changes"))
        stack = QVBoxLayout(self)
        stack.setContentsMargins(9, 8, 18, 14)
        stack.addWidget(self.pages)
