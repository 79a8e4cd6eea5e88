"""The marks on blocks are numbers Qt leaves to programs."""

from __future__ import annotations

from PyQt6.QtGui import QTextFormat

from app.ui.look import CODE_PROPERTY, QUOTE_PROPERTY


def test_marks_are_ours_and_differ() -> None:
    first = QTextFormat.Property.UserProperty.value
    assert first < CODE_PROPERTY < QUOTE_PROPERTY
