"""Times read as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.store.gpcast import Header
from app.store.moments import clock, when
from app.store.sessions import Session
from tests.session_samples import session


def test_times_are_told_as_on_a_clock() -> None:
    assert [clock(s) for s in (0, 59.9, 61, 3_600, 36_061)] == [
        *("0:00", "0:59", "1:01", "1:00:00", "10:01:01")
    ]


@pytest.mark.parametrize(
    ("started", "told"),
    [("2026-11-20T23:50:00+05:00", "2026-11-20 23:50"), ("", "unknown time")],
)
def test_a_session_began_by_the_clock_of_its_place(started: str, told: str) -> None:
    read = Session(Path("a.gpcast"), Header(started), tuple(session(3)))
    assert when(read) == f"{told}, 0:07 long"
