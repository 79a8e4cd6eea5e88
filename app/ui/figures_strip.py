"""The figures of a session in one row: waits, who talked how much, repetitions, what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from PyQt6.QtCore import QSize
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QGridLayout, QLabel, QWidget

from app.ui.consent_words import content_words, size
from app.ui.language import tr

if TYPE_CHECKING:
    from app.core.egress import Sent
    from app.store.statistics import Latency, Statistics


class FiguresStrip(QWidget):
    """Cells of a figure with its name below. Latencies come first, the rest may follow later."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(26)
        self._grid.setVerticalSpacing(0)
        self._figures: list[QLabel] = []
        names = (
            tr("passages p50 / p95"), tr("first token p50 / p95"), tr("last token p50 / p95"),
            tr("you talked"), tr("words a minute, them / me"), tr("asked again"),
            tr("sent out"),
        )  # fmt: skip
        self._cells: list[tuple[QLabel, QLabel]] = []
        for name in names:
            figure, below = QLabel("-", self), QLabel(name, self)
            figure.setObjectName("figure")
            below.setObjectName("figureName")
            below.setContentsMargins(0, 0, 0, 4)
            figure.setAccessibleName(name)
            self._cells.append((figure, below))
            self._figures.append(figure)
        self._across = 0
        self._arrange(len(names))

    def minimumSizeHint(self) -> QSize:
        """One cell beside the other is enough: the strip breaks where the window is narrow."""
        return QSize(self._widest(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """In as few rows as there is room for, each about as long as the others."""
        super().resizeEvent(event)
        count = len(self._cells)
        rows = next((n for n in range(1, count) if self._fits(ceil(count / n))), count)
        self._arrange(ceil(count / rows))

    def _fits(self, across: int) -> bool:
        widths = [max(one.sizeHint().width() for one in cell) for cell in self._cells]
        columns = [max(widths[place::across]) for place in range(across)]
        return sum(columns) + (across - 1) * self._grid.horizontalSpacing() <= self.width()

    def _widest(self) -> int:
        return max(one.sizeHint().width() for cell in self._cells for one in cell)

    def _arrange(self, across: int) -> None:
        if across == self._across:
            return
        self._grid.setColumnStretch(self._across, 0)
        self._across = across
        for place, (figure, below) in enumerate(self._cells):
            row, column = divmod(place, across)
            self._grid.addWidget(figure, 2 * row, column)
            self._grid.addWidget(below, 2 * row + 1, column)
        self._grid.setColumnStretch(across, 1)
        self.updateGeometry()

    @property
    def words(self) -> list[str]:
        """The figures as they are shown."""
        return [figure.text() for figure in self._figures]

    def show_latency(self, latency: dict[str, Latency]) -> None:
        """Waits from the end of the speech; the figures of talk are not known yet."""
        for place, stage in enumerate(("passages", "first token", "last token")):
            found = latency.get(stage)
            text = f"{_seconds(found.p50)} / {_seconds(found.p95)}" if found else "-"
            self._figures[place].setText(text)
        for figure in self._figures[3:]:
            figure.setText("…")

    def show_talk(self, figures: Statistics | None) -> None:
        """Who talked, and what was asked again; None where that cannot be read."""
        share = figures.talk_ratio if figures else None
        self._figures[3].setText("-" if share is None else f"{share:.0%}")
        pace = [figures.talk[name].pace for name in ("them", "me")] if figures else [0, 0]
        self._figures[4].setText(" / ".join(f"{rate:.0f}" if rate else "-" for rate in pace))
        again = figures.repeated if figures else ()
        self._figures[5].setText(str(len(again)))
        groups = (", ".join(map(str, group)) for group in again[:20])
        self._figures[5].setToolTip("\n".join(tr("Turns {list}").format(list=g) for g in groups))

    def show_sent(self, sent: Sequence[Sent] | None) -> None:
        """What left this machine, and in the tip to whom; None where that cannot be read."""
        away = [line for line in sent or () if not line.local]
        total = size(sum(line.bytes for line in away)) if away else tr("nothing")
        self._figures[6].setText("-" if sent is None else total)
        words = tr("{host}: {what}; {size} in {count} requests")
        self._figures[6].setToolTip(
            "\n".join(
                words.format(
                    host=line.host,
                    what=content_words(line.content),
                    size=size(line.bytes),
                    count=line.requests,
                )
                for line in away
            )
        )


def _seconds(ms: float) -> str:
    return f"{ms:.0f} ms" if ms < 1000 else f"{ms / 1000:.1f} s"
