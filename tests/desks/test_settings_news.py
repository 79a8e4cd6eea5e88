"""News of the settings file name the settings as the windows do, and say what counts until then."""

from __future__ import annotations

from pathlib import Path

from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.desks.settings_news import (
    declaration_of,
    impossible,
    in_one,
    label_of,
    taken_over,
    unreadable,
)

FILE = Path("settings.toml")
WRONG = GhostPilotError("It is not valid TOML", "line 2", "Put it right.")


def unknown(key: str) -> Problem:
    return Problem("settings", f"There is no setting {key}")


def test_settings_are_named_as_in_the_windows() -> None:
    assert label_of("overlay.width") == "Width"
    assert label_of("providers") == "Providers"
    assert declaration_of("providers") is None
    note = taken_over(["overlay.width", "providers"]).note
    assert note == "Taken over from the settings file: Width, Providers"


def test_what_does_not_count_says_what_does() -> None:
    for problem in (unreadable(WRONG), impossible(WRONG)):
        assert problem.detail == "line 2"
        assert problem.next_step == "Put it right. Until then the settings stay as they were."
    assert impossible(WRONG).title.endswith("does not work: It is not valid TOML")


def test_several_unknown_settings_are_one_problem_and_others_stay() -> None:
    other = Problem("settings", "It is not valid TOML")
    assert in_one([unknown("a.b"), other], FILE) == [other, unknown("a.b")]
    first, last = in_one([unknown("a.b"), other, unknown("c.d")], FILE)
    assert first is other
    assert last.detail == "settings.toml: a.b, c.d"
