"""What was waited for in a session, turn by turn and as p50 and p95, from the rows of its turns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.store.rows import TurnRow
    from app.store.statistics import Latency


def waits_of(turn: TurnRow) -> tuple[float | None, ...]:
    """Milliseconds from the end of the speech to each stage; None for one never reached.

    They never fall: no stage is waited for less than the one before it.
    """
    waits: list[float | None] = []
    waited = 0.0
    for at in (turn.asked, turn.passages_at, turn.first_piece_at, turn.last_piece_at):
        if at is not None:
            waited = max(waited, (at - turn.asked_at) * 1000)
        waits.append(None if at is None else waited)
    return tuple(waits)


def latencies_of(turns: Sequence[TurnRow]) -> dict[str, Latency]:
    """The waits for each stage over all turns; a stage that none of them reached is absent."""
    from app.store.statistics import STAGES, Latency, percentile

    times: dict[str, list[float]] = {stage: [] for stage in STAGES}
    for turn in turns:
        for stage, waited in zip(STAGES, waits_of(turn), strict=True):
            if waited is not None:
                times[stage].append(waited)
    return {
        stage: Latency(len(values), percentile(values, 50), percentile(values, 95))
        for stage, values in times.items()
        if values
    }
