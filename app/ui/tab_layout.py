"""What the tabs are built of: a side, parts beside each other, search fields, pages of text."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)


def side_column(side: QWidget) -> QVBoxLayout:
    """Make a widget the side at the left of a tab; its column is to be filled."""
    side.setObjectName("sidebar")
    side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # else a subclass has no border
    column = QVBoxLayout(side)
    column.setContentsMargins(12, 12, 10, 12)
    column.setSpacing(8)
    return column


def place_beside(page: QWidget, parts: Sequence[QWidget], widths: Sequence[int]) -> None:
    """Fill a page with parts beside each other, their widths in pixels to begin with.

    The user moves the lines between them; a wider window gives its room to all but the first.
    """
    split = QSplitter(Qt.Orientation.Horizontal, page)
    for place, part in enumerate(parts):
        split.addWidget(part)
        split.setStretchFactor(place, min(place, 1))
    split.setSizes(list(widths))
    split.setChildrenCollapsible(False)
    split.setHandleWidth(1)
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(split)


def search_field(words: str, parent: QWidget | None = None) -> QLineEdit:
    """A line to search with, which says what for and can be emptied."""
    field = QLineEdit(parent)
    field.setPlaceholderText(words)
    field.setAccessibleName(words)
    field.setClearButtonEnabled(True)
    return field


def text_page(name: str, parent: QWidget) -> QTextBrowser:
    """A page that shows rich text; its links are told and not followed."""
    page = QTextBrowser(parent)
    page.setObjectName("preview")
    page.setAccessibleName(name)
    page.setOpenLinks(False)
    if (document := page.document()) is not None:
        document.setDocumentMargin(12)
    return page


def pages_in_one(name: str, parent: QWidget) -> QTabWidget:
    """Pages in one place, chosen by the tabs above them."""
    pages = QTabWidget(parent)
    pages.setDocumentMode(True)
    if (bar := pages.tabBar()) is not None:
        bar.setDrawBase(False)
        bar.setAccessibleName(name)
    pages.setAccessibleName(name)
    return pages
