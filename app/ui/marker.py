"""A small random pattern put on screen, and the judgement whether a capture shows it."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QWidget

from app.platforms.base import Region, Shot

Verdict = Literal["not seen", "black box", "VISIBLE", "unknown"]

CELLS = 6
"""Cells along each side of the pattern."""
CELL = 6
"""Side of a cell in logical pixels; its centre survives scaling and soft edges."""
SIZE = CELLS * CELL
LIKENESS = 0.5
"""A pattern counts as seen from this correlation on. Chance stays below 0.35 (108 values)."""
BLACK = 12
"""The brightest a value may be in a black box."""


class Marker(QWidget):
    """Shows one random pattern: on another widget as its child, or as a window of its own."""

    def __init__(self, parent: QWidget | None, flags: Qt.WindowType = Qt.WindowType.Widget) -> None:
        super().__init__(parent, flags)
        self.setFixedSize(SIZE, SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bits = tuple(random.getrandbits(1) for _ in range(CELLS * CELLS * 3))
        """Red, green and blue of each cell, row by row: 0 dark, 1 bright."""

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        for cell in range(CELLS * CELLS):
            red, green, blue = (255 * bit for bit in self.bits[cell * 3 : cell * 3 + 3])
            place = (cell % CELLS * CELL, cell // CELLS * CELL, CELL, CELL)
            painter.fillRect(*place, QColor(red, green, blue))
        painter.end()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A marker's bits and where it is on the desktop, in native pixels."""

    bits: tuple[int, ...]
    place: Region


def judge(shot: Shot, captured: Region, overlay: Pattern, control: Pattern) -> Verdict:
    """What a capture of a region shows of the overlay's pattern.

    Without the control pattern in it the capture proves nothing. Correlation is used because
    a translucent overlay mixes the pattern with what lies behind it.
    """
    if likeness(control.bits, samples(shot, captured, control.place)) < LIKENESS:
        return "unknown"
    seen = samples(shot, captured, overlay.place)
    if likeness(overlay.bits, seen) >= LIKENESS:
        return "VISIBLE"
    return "black box" if max(seen) <= BLACK else "not seen"


def samples(shot: Shot, captured: Region, place: Region) -> list[int]:
    """The colour values in the middle of each cell of a pattern, as the capture has them."""
    across, down = shot.width / captured.width, shot.height / captured.height
    values: list[int] = []
    for cell in range(CELLS * CELLS):
        x = place.x - captured.x + (cell % CELLS + 0.5) * place.width / CELLS
        y = place.y - captured.y + (cell // CELLS + 0.5) * place.height / CELLS
        column = min(shot.width - 1, int(x * across))
        row = min(shot.height - 1, int(y * down))
        start = (row * shot.width + column) * 3
        values += shot.rgb[start : start + 3]
    return values


def likeness(bits: Sequence[int], values: Sequence[int]) -> float:
    """The correlation between a pattern and what was captured, -1 to 1; 0 for a plain area."""
    count = len(bits)
    mean_bit, mean_value = sum(bits) / count, sum(values) / count
    both = sum((b - mean_bit) * (v - mean_value) for b, v in zip(bits, values, strict=True))
    spread_bits = sum((b - mean_bit) ** 2 for b in bits)
    spread_values = sum((v - mean_value) ** 2 for v in values)
    if spread_bits == 0 or spread_values == 0:
        return 0.0
    return both / math.sqrt(spread_bits * spread_values)
