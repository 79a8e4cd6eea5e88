"""The answer as it streams in: markdown drawn a few dozen times a second, top line first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QRectF, QSize, Qt, QUrl, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTextBlock,
    QTextCursor,
)
from PyQt6.QtWidgets import QFrame, QTextBrowser, QWidget

from app.ui.language import tr
from app.ui.look import CODE_PROPERTY, QUOTE_PROPERTY, Look
from app.ui.styles import Palette, restyle

if TYPE_CHECKING:
    from app.ui.markdown_stream import MarkdownStream

_INDENT = 2.0
"""Ems; the number of a list's 99th item has room there."""


class AnswerView(QTextBrowser):
    """Shows one answer. It stays at its top while text arrives: it is read from there."""

    link_requested = pyqtSignal(str)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer")
        self.setAccessibleName(tr("Answer"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._link)
        document = self.document()
        assert document is not None
        self._document = document
        document.setDocumentMargin(0)
        self._colours = palette
        self._drawn: MarkdownStream | None = None
        document.setIndentWidth(self._em() * _INDENT)
        self._waiting = False
        # A bar that comes and goes would break all lines anew; only its handle does.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self.verticalScrollBar()
        assert bar is not None
        bar.rangeChanged.connect(self._mark_scrolling)

    @property
    def markdown(self) -> str:
        """The markdown received so far."""
        return self._drawn.source if self._drawn is not None else ""

    @property
    def text(self) -> str:
        """The plain text on screen."""
        return self._document.toPlainText()

    def height_at(self, width: int) -> int:
        """Pixels the whole text takes when the view is this many pixels wide."""
        layout, bar = self._document.documentLayout(), self.verticalScrollBar()
        assert layout is not None and bar is not None
        if self.isVisible() and self.width() == width:  # it is laid out like this already
            return round(layout.documentSize().height()) + 2
        blocked = layout.blockSignals(True)  # else the view sets its own width again at once
        self._document.setTextWidth(width - bar.sizeHint().width())
        height = round(layout.documentSize().height())
        layout.blockSignals(blocked)
        return height + 2

    def _stream(self) -> MarkdownStream:
        """What draws the text; it is loaded with the first text, after the first frame."""
        if self._drawn is None:
            from app.ui.markdown_stream import MarkdownStream

            self._drawn = MarkdownStream(self._document, self._look())
        return self._drawn

    def _stay(self, draw: Callable[[], None]) -> None:
        """Draw without scrolling: Qt would follow its cursor, which goes where text is written."""
        bar = self.verticalScrollBar()
        place = bar.value() if bar is not None else 0
        draw()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._scroll_to(place)

    def _scroll_to(self, place: int) -> None:
        bar = self.verticalScrollBar()
        if bar is not None:
            bar.setValue(place)

    def _mark_scrolling(self, low: int, high: int) -> None:
        bar = self.verticalScrollBar()
        if bar is not None and bar.property("scrolls") != (high > low):
            bar.setProperty("scrolls", high > low)
            restyle(bar)

    def minimumSizeHint(self) -> QSize:
        """One line: a short answer must not take room from the parts above it."""
        return QSize(60, self.fontMetrics().lineSpacing())

    @staticmethod
    def warm_up() -> None:
        """Load the markdown parser and the code colours before the first answer needs them."""
        from app.ui.highlight import pieces
        from app.ui.markdown_stream import parser

        parser()
        pieces("x = 1", "python")

    def clear_answer(self) -> None:
        """Empty the view for the next question."""
        if self._drawn is not None:
            self._drawn.clear()
        self._scroll_to(0)
        self._waiting = False

    def add(self, text: str) -> None:
        """Take more text in; `flush` draws it."""
        self._stream().append(text)
        self._waiting = True

    def flush(self) -> None:
        """Draw what came in since the last frame."""
        if self._waiting:
            self._waiting = False
            self._stay(self._stream().flush)

    def finish(self, text: str) -> None:
        """Show the whole answer, drawn in one go."""
        self._waiting = False
        self._stay(lambda: self._stream().finish(text))

    def set_colours(self, palette: Palette) -> None:
        """Draw the text again in another palette, or after the text size has changed."""
        self._colours = palette
        self.ensurePolished()
        self._document.setDefaultFont(self.font())
        self._document.setIndentWidth(self._em() * _INDENT)
        if self._drawn is not None:
            self._drawn.set_look(self._look())

    def showEvent(self, event: QShowEvent | None) -> None:
        """A view that appears begins at its top, wherever Qt's cursor is."""
        super().showEvent(event)
        self._scroll_to(0)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Another size is no reason to scroll either."""
        bar = self.verticalScrollBar()
        place = bar.value() if bar is not None else 0
        super().resizeEvent(event)
        self._scroll_to(place)

    def loadResource(self, type: int, name: QUrl) -> Any:
        """Nothing: an answer must not read files or fetch addresses."""
        return None

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Plates behind code and bars beside quotations, then the text."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_plates(painter)
        painter.end()
        super().paintEvent(event)

    def _paint_plates(self, painter: QPainter) -> None:
        layout = self._document.documentLayout()
        bar = self.verticalScrollBar()
        assert layout is not None and bar is not None
        top, em = bar.value(), self._em()
        bottom = top + self.height()
        painter.translate(0, -top)
        block = self._document.begin()
        while block.isValid():
            rect = layout.blockBoundingRect(block)
            if rect.top() > bottom:
                return
            if rect.bottom() >= top:
                self._paint_plate(painter, block, rect, em)
            block = block.next()

    def _paint_plate(self, painter: QPainter, block: QTextBlock, rect: QRectF, em: float) -> None:
        layout = block.blockFormat()
        if layout.hasProperty(CODE_PROPERTY):
            edge = em * 0.35
            painter.setPen(QColor(self._colours.plate))
            painter.setBrush(QColor(self._colours.plate))
            left = layout.leftMargin() - em * 0.6
            plate = QRectF(left, rect.top() - edge, self._width() - left, rect.height() + 2 * edge)
            painter.drawRoundedRect(plate.adjusted(0.5, 0, -0.5, 0), 6, 6)
        elif depth := layout.property(QUOTE_PROPERTY):
            painter.setPen(QColor(self._colours.rule))
            painter.setBrush(QColor(self._colours.rule))
            for level in range(depth):
                painter.drawRect(QRectF(em * level + 1, rect.top(), 2, rect.height()))

    def _width(self) -> float:
        viewport = self.viewport()
        return float(viewport.width() if viewport is not None else self.width())

    def _link(self, url: QUrl) -> None:
        self.link_requested.emit(url.toString())

    def _em(self) -> float:
        return float(self.fontMetrics().height()) * 0.85

    def _look(self) -> Look:
        colours = self._colours
        return Look(
            text=colours.text,
            strong=colours.strong,
            link=colours.accent,
            code=colours.code,
            keyword=colours.keyword,
            string=colours.string,
            comment=colours.comment,
            rule=colours.rule,
            em=self._em(),
        )
