"""The waterfall draws a bar for each stage that was reached."""

from __future__ import annotations

import numpy as np

from app.ui.styles import PALETTES
from app.ui.waterfall import Waterfall
from tests.ui.turn_rows import turn_row


async def test_the_waterfall_counts_from_the_end_of_the_speech() -> None:
    waterfall = Waterfall(PALETTES["dark"])
    waterfall.show_turn(turn_row(1))
    bars = waterfall._bar.opts
    assert np.allclose(bars["x0"], [0, 200, 250, 500])
    assert [label.toPlainText() for label in waterfall._labels] == [
        "200 ms", "50 ms", "250 ms", "1000 ms",
    ]  # fmt: skip
    waterfall.show_turn(turn_row(1, None))
    assert len(waterfall._bar.opts["x0"]) == 2
    assert not waterfall._labels[3].isVisible()
