"""The outcome of a test is told in the right sentence, and Cancel is there while it runs."""

from __future__ import annotations

import asyncio

import pytest

from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.provider import ProviderCheck
from app.ui.provider_test import ProviderTest, found_words

TROUBLE = Problem("llm", "a is overloaded", "503", "Ask again in a moment.")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (
            ProviderCheck("a", True, True, True, 41.6),
            "a answers: key and model are right, the first word came after 42 ms.",
        ),
        (
            ProviderCheck("a", True, False, problem=Problem("llm", "t", "401; it says: no.")),
            "a does not accept the key (401; it says: no). Type the right one and test again.",
        ),
        (
            ProviderCheck("a", True, True, False, models=("x", "y"), problem=TROUBLE),
            "a has no model old (503). It has x, y.",
        ),
        (
            ProviderCheck("a", True, True, False, problem=TROUBLE),
            "a has no model old (503). Look up the models it has.",
        ),
        (ProviderCheck("a", True, problem=TROUBLE), "a is overloaded: 503. Ask again in a moment."),
        (ProviderCheck("a", False), "a did not answer."),
    ],
)
def test_what_came_of_it_in_words(found: ProviderCheck, words: str) -> None:
    assert found_words(found, "old") == words


async def test_cancel_takes_the_place_of_test_while_it_runs() -> None:
    row = ProviderTest()
    row.show()
    row.activateWindow()
    row._test.setFocus()
    await asyncio.sleep(0.05)
    row.show_running("Asking.")
    assert (row.running, row._test.isEnabled(), row._cancel.isVisible()) == (True, False, True)
    assert row._cancel.hasFocus()
    cancelled: list[bool] = []
    row.cancel_wanted.connect(lambda: cancelled.append(True))
    row._cancel.click()
    row.show_cancelled()
    assert cancelled == [True]
    assert (row.running, row._test.isEnabled(), row._test.hasFocus()) == (False, True, True)
    assert "Cancelled" in row.words
    row.show_trouble(GhostPilotError("It does not load", "no disk", "Make room."))
    assert row.words == "It does not load. no disk. Make room."
    row.hide()
