"""A label for text of any origin: never taken for markup, over as many lines as it needs."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QWidget


def plain_line(name: str, text: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that the style sheets know by its name, as ``quiet`` or ``trouble``."""
    label = QLabel(text, parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
