"""What cannot be seen and deceives is left out on screen; what can be read stays."""

from __future__ import annotations

import pytest

from app.core import settings
from app.core.events import Passage, Passages, Problem, Question, Speech, Transcript, Why
from app.ui.overlay import Overlay
from app.ui.readable import readable, readable_event


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("pay \u202e5 to Bob\u202c now", "pay 5 to Bob now"),
        ("\u2066isolated\u2069 \u061cmark\u200f", "isolated mark"),
        ("safe\x1b[2K\x07\x00", "safe[2K"),
        ("hid\U000e0041\u200bden\ufeff", "hidden"),
        ("one\r\ntwo\rthree\u2028four\u2029five", "one\ntwo\nthree\nfour\nfive"),
        ("tabs\tstay\n", "tabs\tstay\n"),
        (
            "שלום 👩\u200d👧 क\u200cष",
            "שלום 👩\u200d👧 क\u200cष",
        ),
    ],
)
def test_a_text(text: str, shown: str) -> None:
    assert readable(text) == shown


def test_every_text_of_an_event_and_nothing_else() -> None:
    bad = "a\u202eb"
    passage = Passage("id", bad, bad, bad, "/n/a\u202eb.md", 1, 0.5, Why(1, 1))
    seen = readable_event(Passages("q", True, 1.0, (passage,)))
    assert isinstance(seen, Passages)
    assert (seen.passages[0].text, seen.passages[0].heading) == ("ab", "ab")
    assert seen.passages[0].path == passage.path
    problem = readable_event(Problem("llm", bad, bad, bad))
    assert problem == Problem("llm", "ab", "ab", "ab")
    for same in (Speech("me", True, 0.0), Question("q", 0, "Why?", "technical", "me", 0.0)):
        assert readable_event(same) is same


async def test_the_overlay_shows_them_so() -> None:
    overlay = Overlay(settings.Overlay(), on_problem=lambda problem: None)
    overlay.show()
    overlay.show_event(Transcript("u", "them", "Is it \u202esafe\u202c?", 0.0, 1.0, True))
    overlay.show_event(Question("q", 0, "Is it \u202esafe\u202c?", "technical", "them", 1.0))
    overlay.flush()
    assert overlay._content.question.text() == "Is it safe?"
    overlay.close()
