"""The footer says what the session does, whether it records, and who answered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt6.QtWidgets import QLabel

from app.core.events import Answer, Attempt, Status, Timing, Usage
from app.ui.footer import Footer

pytestmark = pytest.mark.usefixtures("qapp")

ANSWER = Answer(
    "q", "x", "local", "qwen", "complete", Timing(412.4, 2000.0), usage=Usage(900, 183)
)  # fmt: skip


def shown(footer: Footer, name: str) -> str:
    label = footer.findChild(QLabel, name)
    assert label is not None
    return label.text()


def test_recording_is_always_told() -> None:
    footer = Footer()
    assert shown(footer, "recording") == "Not recording"
    footer.show_status(Status("listening", recording=True))
    assert shown(footer, "recording") == "● Recording"
    assert shown(footer, "state") == "Listening"
    assert footer.accessibleName() == "Listening. Recording."


def test_an_answer_shows_provider_model_speed_and_tokens() -> None:
    footer = Footer()
    footer.show_answer(ANSWER)
    assert shown(footer, "figures") == "local  ·  qwen  ·  412 ms  ·  183 tokens"


def test_speed_is_shown_where_the_provider_counted_tokens() -> None:
    footer = Footer()
    footer.show_answer(replace(ANSWER, timing=Timing(412.4, 2000.0, 87.3)))
    assert shown(footer, "figures") == "local  ·  qwen  ·  412 ms  ·  183 tokens  ·  87/s"
    figures = footer.findChild(QLabel, "figures")
    assert figures is not None
    assert figures.toolTip().splitlines() == [
        "local qwen",
        "First word after 412 ms",
        "900 tokens sent, 183 received",
        "87 tokens a second",
    ]
    footer.show_answer(None)
    assert figures.toolTip() == ""


def test_the_one_being_asked_is_named_before_it_answers() -> None:
    footer = Footer()
    footer.show_attempt(Attempt("q", "local", "qwen", "started", 0.0))
    assert shown(footer, "figures") == "local  ·  qwen"


def test_an_answer_of_the_notes_says_that_no_model_answered() -> None:
    footer = Footer()
    footer.show_answer(replace(ANSWER, provider="offline", model=None, usage=None))
    assert shown(footer, "figures") == "offline, no model answered"


def test_an_answer_that_did_not_complete_says_why() -> None:
    footer = Footer()
    footer.show_answer(replace(ANSWER, ended="interrupted"))
    assert shown(footer, "figures").endswith("cut off")


def test_the_place_is_shown_only_away_from_the_newest() -> None:
    footer = Footer()
    footer.show_place(3, 3, pinned=False)
    assert shown(footer, "place") == ""
    footer.show_place(2, 3, pinned=False)
    assert shown(footer, "place") == "2 / 3"
    footer.show_place(2, 3, pinned=True)
    assert shown(footer, "place") == "2 / 3 pinned"
