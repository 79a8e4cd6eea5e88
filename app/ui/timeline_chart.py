"""The timeline of a session: how long each turn took, above who talked when.

Loads numpy and pyqtgraph: import it only once the window is wanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from app.ui.chart_parts import stage_colours, without_focus
from app.ui.language import tr
from app.ui.session_words import length
from app.ui.styles import Palette

if TYPE_CHECKING:
    from app.store.rows import SaidRow, TurnRow
    from app.store.statistics import Latency
    from app.store.turns import Marker

MOST_BARS = 240
"""Of more turns in sight, each bar shows the median of its neighbourhood."""
MOST_MARKERS = 200
ABOVE = 1.4
"""The room above the highest bar, for the name of the p95 line, as a share of its height."""


class TimeAxis(pg.AxisItem):
    """Session seconds, written as a clock."""

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """Round seconds, minutes or hours, a good hundred pixels apart."""
        wanted = (high - low) / max(1.0, size / 110)
        steps = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800)
        return [(next((step for step in steps if step >= wanted), 86400), 0)]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [length(value) if value >= 0 else "" for value in values]


class TimelineChart(QWidget):
    """How long each turn took, above who talked when. A click names the nearest turn."""

    turn_clicked = pyqtSignal(int)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Timeline of the session"))
        self._asked = np.zeros(0)
        self._stages = np.zeros((0, 4))
        self._talk: dict[str, np.ndarray[Any, Any]] = {}
        self._view = pg.GraphicsLayoutWidget(self)
        without_focus(self._view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._view)
        self._top = self._view.addPlot(row=0, col=0)
        self._low = self._view.addPlot(row=1, col=0, axisItems={"bottom": TimeAxis("bottom")})
        layout = self._view.ci.layout
        layout.setRowStretchFactor(0, 3)
        layout.setRowStretchFactor(1, 1)
        layout.setSpacing(2)
        for plot in (self._top, self._low):
            plot.setMouseEnabled(x=True, y=False)
            plot.setMenuEnabled(False)
            plot.hideButtons()
            plot.disableAutoRange()
            plot.getAxis("left").setWidth(60)
        self._top.getAxis("bottom").setStyle(showValues=False)
        self._top.getAxis("bottom").setHeight(6)
        self._top.getAxis("left").enableAutoSIPrefix(False)
        self._top.setLabel("left", "ms")
        self._low.getAxis("left").setStyle(tickLength=0)
        self._low.setXLink(self._top)
        self._low.setYRange(-0.6, 1.6, padding=0)
        self._bars = [pg.BarGraphItem(x=[], height=[], width=1) for _ in stage_colours(palette)]
        self._lanes = {name: pg.BarGraphItem(x=[], height=[], width=1) for name in ("them", "me")}
        self._lines = [_level("p50", below=True), _level("p95", below=False)]
        self._markers: list[pg.InfiniteLine] = []
        self._cursors = [pg.InfiniteLine(angle=90) for _ in range(2)]
        for item in (*self._bars, *self._lines, self._cursors[0]):
            self._top.addItem(item)
        for item in (*self._lanes.values(), self._cursors[1]):
            self._low.addItem(item)
        for line in (*self._lines, *self._cursors):
            line.hide()
        self._low.getAxis("left").setTicks([[(1, tr("Them")), (0, tr("Me"))]])
        self._top.sigXRangeChanged.connect(self._draw)
        self._view.scene().sigMouseClicked.connect(self._clicked)
        self.set_colours(palette)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another theme."""
        self._colours = palette
        for line in self._markers:
            line.setPen(pg.mkPen(palette.me, width=1, style=Qt.PenStyle.DotLine))
            line.label.setColor(palette.me)
        self._view.setBackground(palette.panel)
        for plot in (self._top, self._low):
            for side in ("left", "bottom"):
                plot.getAxis(side).setPen(palette.rule)
                plot.getAxis(side).setTextPen(palette.dim)
        for bar, colour in zip(self._bars, stage_colours(palette), strict=True):
            bar.setOpts(brush=colour, pen=None)
        for name, colour in (("them", palette.them), ("me", palette.me)):
            self._lanes[name].setOpts(brush=colour, pen=None)
        for line in self._lines:
            line.setPen(palette.text, width=1, style=Qt.PenStyle.DashLine)
            line.setZValue(10)
            line.label.setColor(palette.text)
            line.label.fill = pg.mkBrush(palette.panel)
        for cursor in self._cursors:
            cursor.setPen(palette.strong, width=1)

    def show_session(self, turns: Sequence[TurnRow], said: Sequence[SaidRow]) -> None:
        """Show a session whole."""
        self._asked = np.array([turn.asked_at for turn in turns], float)
        reached = np.array(
            [(t.asked, t.passages_at, t.first_piece_at, t.last_piece_at) for t in turns], float
        ).reshape(-1, 4)  # what did not happen is NaN
        waited = (reached - self._asked[:, None]) * 1000
        waited = np.where(np.isnan(waited), 0.0, waited)
        self._stages = np.maximum.accumulate(np.maximum(waited, 0.0), axis=1)
        for name in self._lanes:
            spans = [(row.at, row.ended) for row in said if row.channel == name]
            self._talk[name] = np.array(spans, float).reshape(-1, 2)
        ends = [turn.last_piece_at or turn.asked for turn in turns] + [row.ended for row in said]
        end = max(ends, default=1.0)
        highest = float(self._stages.max(initial=0.0)) or 1000.0
        if len(self._stages) > MOST_BARS:
            highest = float(np.percentile(self._stages[:, -1], 98)) or highest
        self._top.setYRange(0, highest * ABOVE, padding=0)
        for plot in (self._top, self._low):  # first: those of a shorter session would hold here
            plot.setLimits(xMin=-0.03 * end, xMax=1.08 * end, minXRange=min(5.0, end))
        self._top.setXRange(-0.01 * end, 1.06 * end, padding=0)
        self.show_markers(())
        self._draw()
        self.show_position(None)

    def show_latency(self, latency: Latency | None) -> None:
        """Draw p50 and p95 of the first token across the turns."""
        for line in self._lines:
            line.setVisible(latency is not None)
        if latency is not None:
            self._lines[0].setValue(latency.p50)
            self._lines[1].setValue(latency.p95)

    def show_position(self, seconds: float | None) -> None:
        """Mark a moment in both charts; None takes the mark away."""
        for cursor in self._cursors:
            cursor.setVisible(seconds is not None)
            if seconds is not None:
                cursor.setValue(seconds)

    def show_markers(self, markers: Sequence[Marker]) -> None:
        """Draw the moments the user marked, with their notes."""
        for line in self._markers:
            self._top.removeItem(line)
        self._markers = [self._marker(marker) for marker in markers[:MOST_MARKERS]]
        for line in self._markers:
            self._top.addItem(line)

    def show_range(self, start: float, end: float) -> None:
        """Show this part of the session, in session seconds."""
        self._top.setXRange(start, end, padding=0)

    @property
    def bars(self) -> int:
        """How many bars are drawn now."""
        return len(self._bars[0].opts["x"])

    def _draw(self, *_: object) -> None:
        """Draw what is in sight; a bound on the bars keeps scrolling smooth."""
        low, high = self._top.viewRange()[0]
        span = max(high - low, 0.001)
        first, last = np.searchsorted(self._asked, (low - span / 50, high + span / 50))
        at, stages = self._asked[first:last], self._stages[first:last]
        if len(at) > MOST_BARS:
            parts = np.array_split(np.arange(len(at)), MOST_BARS)
            at = np.array([at[part].mean() for part in parts])
            stages = np.array([np.median(stages[part], axis=0) for part in parts])
        width = span / 110 if len(at) <= 60 else span / (len(at) * 1.35)
        below = np.zeros(len(at))
        for bar, top in zip(self._bars, stages.T if len(stages) else np.zeros((4, 0)), strict=True):
            bar.setOpts(x=at, y0=below, height=top - below, width=width)
            below = top
        for lane, (name, item) in enumerate(
            (("me", self._lanes["me"]), ("them", self._lanes["them"]))
        ):
            spans = merged(self._talk.get(name, np.zeros((0, 2))), low, high, span / 600)
            item.setOpts(
                x0=spans[:, 0],
                x1=np.maximum(spans[:, 1], spans[:, 0] + span / 600),
                y0=np.full(len(spans), lane - 0.3),
                height=0.6,
                x=None,
                width=None,
            )

    def _marker(self, marker: Marker) -> pg.InfiniteLine:
        """A line at a moment, named at its top."""
        note = marker.note if len(marker.note) <= 24 else marker.note[:23] + "…"
        options = {"position": 0.97, "anchors": [(0, 0), (1, 0)], "color": self._colours.me}
        pen = pg.mkPen(self._colours.me, width=1, style=Qt.PenStyle.DotLine)
        line = pg.InfiniteLine(
            marker.at, angle=90, pen=pen, label=f"★ {note}".rstrip(), labelOpts=options
        )
        line.setToolTip(f"{length(marker.at)} {marker.note}".rstrip())
        return line

    def _clicked(self, event: Any) -> None:
        if not len(self._asked):
            return
        seconds = self._top.vb.mapSceneToView(event.scenePos()).x()
        self.turn_clicked.emit(int(np.abs(self._asked - seconds).argmin()) + 1)


def _level(name: str, *, below: bool) -> pg.InfiniteLine:
    """A named level across the chart, its name at the right end."""
    anchors = [(1, 0 if below else 1)] * 2
    options = {"position": 1.0, "anchors": anchors}
    return pg.InfiniteLine(angle=0, label=name, labelOpts=options)


def merged(
    spans: np.ndarray[Any, Any], low: float, high: float, gap: float
) -> np.ndarray[Any, Any]:
    """The spans in sight, those closer together than ``gap`` seconds joined."""
    spans = spans[(spans[:, 1] >= low) & (spans[:, 0] <= high)]
    if len(spans) < 2:
        return spans
    apart = np.flatnonzero(spans[1:, 0] - spans[:-1, 1] > gap) + 1
    first = np.concatenate(([0], apart))
    return np.column_stack((spans[first, 0], np.maximum.reduceat(spans[:, 1], first)))
