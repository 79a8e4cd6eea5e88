"""p50 and p95 of a session's waits, from the rows of its turns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.store.rows import TurnRow
    from app.store.statistics import Latency


def latencies_of(turns: Sequence[TurnRow]) -> dict[str, Latency]:
    """Milliseconds from the end of the speech to each stage; a stage never reached is absent."""
    from app.store.statistics import STAGES, Latency, percentile

    times: dict[str, list[float]] = {stage: [] for stage in STAGES}
    for turn in turns:
        reached = 0.0
        points = (turn.asked, turn.passages_at, turn.first_piece_at, turn.last_piece_at)
        for stage, at in zip(STAGES, points, strict=True):
            if at is not None:
                reached = max(reached, (at - turn.asked_at) * 1000)
                times[stage].append(reached)
    return {
        stage: Latency(len(values), percentile(values, 50), percentile(values, 95))
        for stage, values in times.items()
        if values
    }
