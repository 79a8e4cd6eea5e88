"""Screen readers hear what is new, once it is whole."""

from __future__ import annotations

import pytest

from app.core.events import Answer, AnswerDelta, Event, Passages, Problem, Question, Timing
from app.ui.announcer import Announcer

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    ("event", "news"),
    [
        (Question("q", 0, "How?", "factual", "them", 0.0), "How?"),
        (Passages("q", False, 1.0, ()), "Not in your notes."),
        (Answer("q", "**So.**", "l", "m", "complete", Timing(1, 2)), "So."),
        (Problem("llm", "It failed", next_step="Try again."), "It failed. Try again."),
        (AnswerDelta("q", "S"), ""),
        (Passages("q", True, 1.0, ()), ""),
    ],
)
def test_news(event: Event, news: str) -> None:
    announcer = Announcer()
    announcer.tell(event)
    assert announcer.latest == news
