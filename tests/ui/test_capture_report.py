"""A report promises no more than was seen."""

from __future__ import annotations

import datetime

import pytest

from app.ui.capture_report import Report, RouteResult
from app.ui.marker import Verdict

AT = datetime.datetime(2026, 11, 20, 14, 3)


def report(*verdicts: Verdict) -> Report:
    names = ("Qt", "mss", "import")
    return Report(AT, tuple(map(RouteResult, names, verdicts)))


@pytest.mark.parametrize(
    ("verdicts", "sentence"),
    [
        (("not seen", "not seen"), "not seen by the 2 ways tried at 14:03"),
        (("not seen",), "not seen by the only way tried at 14:03"),
        (("not seen", "unknown"), "not seen by the only way tried at 14:03, 1 more could not tell"),
        (("not seen", "VISIBLE"), "VISIBLE to captures (mss) at 14:03"),
        (("black box", "not seen"), "a black box in captures (Qt) at 14:03"),
        (
            ("unknown", "unknown"),
            "unknown what captures see: none of 2 ways could tell at 14:03",
        ),
    ],
)
def test_the_words_are_careful(verdicts: tuple[Verdict, ...], sentence: str) -> None:
    assert report(*verdicts).sentence == sentence
    assert "invisible" not in sentence


def test_only_a_visible_overlay_is_a_problem() -> None:
    assert report("not seen", "black box", "unknown").problem() is None
    problem = report("VISIBLE", "not seen").problem("Use the window rule.")
    assert problem is not None
    assert problem.sticky
    assert problem.next_step == "Use the window rule."
