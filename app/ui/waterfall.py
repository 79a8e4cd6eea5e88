"""The waterfall of one turn: how long each stage of its answer took.

Loads pyqtgraph and with it numpy: import it only once the window is wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from app.ui.chart_parts import stage_colours, without_focus
from app.ui.language import tr
from app.ui.session_latency import waits_of
from app.ui.styles import Palette

if TYPE_CHECKING:
    from app.store.rows import TurnRow


class Waterfall(QWidget):
    """The stages of one turn, each from when it began to when it ended."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("What was waited for in this turn"))
        self._plot = pg.PlotWidget(self)
        without_focus(self._plot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setYRange(-0.6, 3.6, padding=0)
        self._plot.getAxis("left").setWidth(86)
        self._plot.getAxis("left").setTicks([list(zip((3, 2, 1, 0), _stage_names(), strict=True))])
        self._plot.getAxis("left").setStyle(tickLength=0)
        self._plot.getAxis("bottom").enableAutoSIPrefix(False)
        self._bar = pg.BarGraphItem(x0=[], x1=[], y=[], height=0.56)
        self._plot.addItem(self._bar)
        self._labels = [pg.TextItem(anchor=(0, 0.5)) for _ in _stage_names()]
        for label in self._labels:
            self._plot.addItem(label, ignoreBounds=True)
        self.setFixedHeight(118)
        self.set_colours(palette)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another theme."""
        self._colours = palette
        self._plot.setBackground(palette.panel)
        for side in ("left", "bottom"):
            self._plot.getAxis(side).setPen(palette.rule)
            self._plot.getAxis(side).setTextPen(palette.dim)

    def show_turn(self, turn: TurnRow) -> None:
        """Milliseconds count from the end of the speech."""
        start, starts, ends, rows = 0.0, [], [], []
        for number, end in enumerate(waits_of(turn)):
            label = self._labels[number]
            label.setVisible(end is not None)
            if end is None:
                continue
            starts.append(start)
            ends.append(end)
            rows.append(number)
            label.setText(tr("{ms} ms").format(ms=round(end - start)), color=self._colours.text)
            label.setPos(end, 3 - number)
            start = end
        whole = max(start, 1.0)
        colours = stage_colours(self._colours)
        shown = [max(end, begin + whole / 250) for begin, end in zip(starts, ends, strict=True)]
        self._bar.setOpts(
            x0=starts,
            x1=shown,
            y=[3 - number for number in rows],
            brushes=[pg.mkBrush(colours[number]) for number in rows],
            pen=None,
        )
        self._plot.setXRange(0, whole * 1.22, padding=0.01)


def _stage_names() -> tuple[str, ...]:
    """Words for each stage, in the order in which they are reached."""
    return (tr("question"), tr("passages"), tr("first token"), tr("last token"))
