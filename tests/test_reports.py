"""A problem goes to whoever listens last, and to nobody's harm where no one does."""

from __future__ import annotations

from app.core.events import Event, Problem
from app.reports import Reports

PROBLEM = Problem("hotkeys", "A key is taken")


def test_the_innermost_listener_is_told_for_as_long_as_it_listens() -> None:
    report, window, session = Reports(), list[Event](), list[Event]()
    with report.to(window.append):
        with report.to(session.append):
            report(PROBLEM)
        report(PROBLEM)
    assert (len(session), len(window)) == (1, 1)


def test_without_a_listener_nothing_happens() -> None:
    Reports()(PROBLEM)
