"""The running program fills the lines of the preflight that no other process can."""

from __future__ import annotations

import datetime

import pytest

from app.core.check import Check
from app.core.events import Problem
from app.ui.capture_report import Report, RouteResult
from app.ui.own_checks import capture_check, hotkeys_check

AT = datetime.datetime(2026, 11, 20, 14, 3)


def seen(verdict: str) -> Report:
    return Report(AT, (RouteResult("Qt", verdict),))


def test_bound_keys_pass_and_a_taken_one_fails_with_what_to_do() -> None:
    keys = {"toggle": "Ctrl+Alt+G", "pause": ""}
    taken = Problem("hotkeys", "Ctrl+Alt+G is taken", "Another program has it", "Choose another.")
    assert hotkeys_check(keys, ()).verdict == "PASS"
    assert "1 keys" not in hotkeys_check(keys, ()).words
    failed = hotkeys_check(keys, (taken,))
    assert failed.verdict == "FAIL"
    assert failed.words == "Ctrl+Alt+G is taken: Another program has it."
    assert failed.next_step == "Choose another."


@pytest.mark.parametrize("check", [hotkeys_check({"a": "F1"}, None), hotkeys_check({"a": ""}, ())])
def test_without_an_answer_or_without_keys_it_is_no_verdict(check: Check) -> None:
    assert check.verdict == "SKIP"
    assert check.next_step


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [("VISIBLE", "FAIL"), ("unknown", "SKIP"), ("not seen", "PASS"), ("black box", "PASS")],
)
def test_what_captures_saw_is_the_verdict(verdict: str, expected: str) -> None:
    check = capture_check(seen(verdict), "Share one window.")
    assert (check.name, check.verdict) == ("capture", expected)
    assert check.words.endswith("at 14:03.")
    assert check.next_step or expected == "PASS"
    if expected == "FAIL":
        assert check.next_step == "Share one window."
