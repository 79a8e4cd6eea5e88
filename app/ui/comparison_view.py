"""Two sessions side by side: each question with what changed in answer, passages and time."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.ui.language import tr
from app.ui.plain_line import plain_line
from app.ui.styles import Palette

if TYPE_CHECKING:
    from app.store.compare import Pair, Words


class ComparisonView(QWidget):
    """A list of the questions; beside it the old and the new answer of the chosen one."""

    closed = pyqtSignal()

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._colours = palette
        self._pairs: Sequence[Pair] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        row = QHBoxLayout()
        self._title = plain_line("question", parent=self)
        back = QPushButton(tr("Back to the session"), self)
        back.clicked.connect(self.closed)
        row.addWidget(self._title, 1)
        row.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self._figures = QLabel(self)
        self._figures.setObjectName("quiet")
        column.addWidget(self._figures)
        self._list = QListWidget(self)
        self._list.setAccessibleName(tr("Questions"))
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentRowChanged.connect(self._show_pair)
        self._page = QTextBrowser(self)
        self._page.setAccessibleName(tr("Old and new answer"))
        self._page.setOpenLinks(False)
        if (document := self._page.document()) is not None:
            document.setDocumentMargin(14)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(self._list)
        split.addWidget(self._page)
        split.setSizes([280, 620])
        split.setHandleWidth(1)
        column.addWidget(split, 1)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another theme."""
        self._colours = palette
        self._show_pair(self._list.currentRow())

    def show_pairs(self, old: str, new: str, pairs: Sequence[Pair]) -> None:
        """Show a comparison of two sessions, named by their titles."""
        self._pairs = pairs
        self._title.setText(f"{old}  →  {new}")
        same = sum(_same(pair) for pair in pairs)
        words = tr("{count} questions, {same} answers word for word the same")
        self._figures.setText(words.format(count=len(pairs), same=same))
        self._list.clear()
        for pair in pairs:
            mark = "=" if _same(pair) else "+" if not pair.old else "-" if not pair.new else "≠"
            self._list.addItem(f"{mark}   {' '.join(pair.question.split())}")
        changed = next((n for n, pair in enumerate(pairs) if not _same(pair)), 0)
        self._list.setCurrentRow(changed if pairs else -1)
        self._show_pair(self._list.currentRow())

    @property
    def text(self) -> str:
        """What is shown of the chosen question, as plain text."""
        return self._page.toPlainText()

    def _show_pair(self, row: int) -> None:
        if not 0 <= row < len(self._pairs):
            self._page.clear()
            return
        pair, colours = self._pairs[row], self._colours
        words = pair.words()
        cell = 'width="50%" style="padding: 8px"'
        dim = f'style="color: {colours.dim}"'
        old = self._runs(words, "gone") if pair.old else escape(tr("not asked"))
        new = self._runs(words, "new") if pair.new else escape(tr("not asked"))
        self._page.setHtml(
            f'<div style="color: {colours.text}"><h3>{escape(pair.question)}</h3>'
            f'<table width="100%"><tr><td {cell}><p {dim}>{escape(tr("OLD"))}</p>{old}</td>'
            f"<td {cell}><p {dim}>{escape(tr('NEW'))}</p>{new}</td></tr></table>"
            f"<p {dim}>{escape(tr('PASSAGES'))}</p>{self._passages(pair)}"
            f"<p {dim}>{escape(tr('TIME AND TOKENS'))}</p>{self._times(pair)}</div>"
        )

    def _runs(self, words: Sequence[Words], kind: str) -> str:
        """One side of a word diff, its own words set off."""
        colours = self._colours
        colour = colours.recording if kind == "gone" else colours.listening
        line = "line-through" if kind == "gone" else "underline"
        parts = []
        for run in words:
            text = escape(run.text).replace("\n", "<br>")
            if run.kind == kind:
                parts.append(
                    f'<span style="color: {colour}; text-decoration: {line}">{text}</span>'
                )
            elif run.kind == "same":
                parts.append(text)
        return "".join(parts)

    def _passages(self, pair: Pair) -> str:
        colours = self._colours
        lines = [
            f'<span style="color: {colour}">{sign} {escape(f"{p.note} > {p.heading}")}</span>'
            for sign, colour, passages in (
                ("-", colours.recording, pair.passages_lost()),
                ("+", colours.listening, pair.passages_gained()),
            )
            for p in passages
        ]
        return "<br>".join(lines) or escape(tr("the same"))

    def _times(self, pair: Pair) -> str:
        rows = (
            (tr("first token"), pair.first_token_ms(), " ms"),
            (tr("last token"), pair.total_ms(), " ms"),
            (tr("tokens"), pair.tokens(), ""),
        )
        return (
            "<table cellspacing='4'>"
            + "".join(
                f"<tr><td>{escape(name)}&nbsp; </td><td align='right'>{_number(old, unit)}</td>"
                f"<td>&nbsp;→&nbsp;</td><td align='right'>{_number(new, unit)}</td></tr>"
                for name, (old, new), unit in rows
            )
            + "</table>"
        )


def _same(pair: Pair) -> bool:
    return pair.old is not None and pair.new is not None and pair.old.text == pair.new.text


def _number(value: float | None, unit: str) -> str:
    return "-" if value is None else f"{value:.0f}{unit}"
