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
"""Where the pattern is expected it counts as seen from this correlation on: a translucent
overlay mixes it with what lies behind. Chance stays below 0.35 (108 values)."""
SURE = 0.8
"""The same where it is looked for all over a capture; grey content never comes above 0.6."""
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
    """What a capture of a region shows of the overlay's pattern; takes up to a second.

    Without the control pattern in it the capture proves nothing. A pattern that is not where
    it should be is looked for everywhere, since window systems report places wrongly.
    """
    if not _shows(shot, captured, control):
        return "unknown"
    if _shows(shot, captured, overlay):
        return "VISIBLE"
    return "black box" if max(samples(shot, captured, overlay.place)) <= BLACK else "not seen"


def _shows(shot: Shot, captured: Region, pattern: Pattern) -> bool:
    if likeness(pattern.bits, samples(shot, captured, pattern.place)) >= LIKENESS:
        return True
    cell = pattern.place.width / CELLS * shot.width / captured.width
    return best_likeness(shot, pattern.bits, cell) >= SURE


def best_likeness(shot: Shot, bits: Sequence[int], cell: float) -> float:
    """The best correlation of a pattern with any place of a capture; ``cell`` in its pixels."""
    import numpy as np

    offsets = [int((number + 0.5) * cell) for number in range(CELLS)]
    height, width = shot.height - offsets[-1], shot.width - offsets[-1]
    if height < 1 or width < 1:
        return 0.0
    image = np.frombuffer(shot.rgb, np.uint8).reshape(shot.height, shot.width, 3)
    views = [
        image[offsets[i // 3 // CELLS] :, offsets[i // 3 % CELLS] :, i % 3][:height, :width]
        for i in range(len(bits))
    ]
    bright = [i for i, bit in enumerate(bits) if bit]
    dark = [i for i, bit in enumerate(bits) if not bit]
    # A place that has the pattern has every bright value above every dark one; a few pairs
    # rule nearly all places out before any correlation is worked out.
    fits = np.ones((height, width), bool)
    for high, low in list(zip(bright, dark, strict=False))[:24]:
        fits &= views[high] > views[low]
    rows, columns = np.nonzero(fits)
    found = [
        likeness(bits, [int(view[row, column]) for view in views])
        for row, column in zip(rows[:5000], columns[:5000], strict=True)
    ]
    return max(found, default=0.0)


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
