"""Long listening, for a few seconds."""

import sys

import pytest

from app.bench.asr_long import endless_talk, listen
from app.bench.memory import held_mb

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")


async def test_listening_at_full_speed_reports_what_it_saw():
    seen = await listen(endless_talk(None), 20.0, live=False)
    assert seen.utterances >= 3 and seen.dropped_s == 0
    assert seen.memory_mb[1] >= seen.memory_mb[0] > 10 or (held_mb() or 0) > 10


async def test_listening_at_real_speed_measures_lag():
    seen = await listen(endless_talk(None), 2.0, live=True)
    assert seen.took_s >= 2.0 and all(lag >= 0 for lag in seen.lag_s)
