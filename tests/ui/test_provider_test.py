"""The outcome of a test is told in the right sentence, and Cancel is there while it runs."""

from __future__ import annotations

import asyncio

import pytest

from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.provider import ProviderCheck
from app.core.settings import Provider
from app.core.tasks import spawn
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


FAR = Provider("far", "https://far.invalid/v1", "m")


async def test_cancel_takes_the_place_of_test_while_it_runs() -> None:
    row = ProviderTest()
    row.show()
    row.activateWindow()
    row._test.setFocus()
    await asyncio.sleep(0.05)
    task = spawn(asyncio.sleep(60), name="test")
    row.begin(FAR, task)
    assert row.words == "Asking far.invalid for one word; nothing of yours is sent."
    assert (row.running, row._test.isEnabled(), row._cancel.isVisible()) == (True, False, True)
    assert row._cancel.hasFocus()
    row._cancel.click()
    await asyncio.wait([task])
    assert task.cancelled()
    assert (row.running, row._test.isEnabled(), row._test.hasFocus()) == (False, True, True)
    assert "Cancelled" in row.words
    row.hide()


async def test_what_came_of_asking_is_said_and_handed_on() -> None:
    row = ProviderTest()
    found = ProviderCheck("far", True, True, True, 41.6)

    async def ask() -> ProviderCheck:
        return found

    async def fail() -> ProviderCheck:
        raise GhostPilotError("It does not load", "no disk", "Make room.")

    assert await row.outcome(FAR, ask()) is found
    assert row.words.startswith("far answers")
    assert await row.outcome(FAR, fail()) is None
    assert row.words == "It does not load. no disk. Make room."
    row.cancel()
    assert row.words == "It does not load. no disk. Make room.", "nothing was under way"
