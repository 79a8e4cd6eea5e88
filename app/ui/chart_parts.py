"""What the charts of a session have in common: the stages of an answer and their colours."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QAbstractScrollArea

from app.ui.styles import Palette


def stage_colours(palette: Palette) -> tuple[str, ...]:
    """One colour for each stage: question, passages, first token and last token."""
    return (palette.comment, palette.keyword, palette.accent, palette.me)


def without_focus(chart: QAbstractScrollArea) -> None:
    """Turns are chosen in their list; a chart would be a stop without a use for the keyboard."""
    chart.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if (inside := chart.viewport()) is not None:
        inside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
