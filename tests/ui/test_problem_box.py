"""A problem is told in sentences, stays as long as it must, and can be put away."""

from __future__ import annotations

import asyncio

import pytest
from PyQt6.QtWidgets import QPushButton

from app.core.events import Problem
from app.ui import problem_box as module
from app.ui.problem_box import ProblemBox


async def test_fragments_become_sentences() -> None:
    box = ProblemBox(Problem("llm", "Nobody", "no provider is set up", "Set OPENAI_API_KEY."))
    assert box._detail.text() == "No provider is set up. Set OPENAI_API_KEY."
    assert box.accessibleName() == "Nobody. No provider is set up. Set OPENAI_API_KEY."
    box.shorten(True)
    assert box._detail.isHidden()
    box.shorten(False)
    assert not box._detail.isHidden()


async def test_a_title_that_says_it_all_has_nothing_below_it() -> None:
    box = ProblemBox(Problem("llm", "Nobody"))
    box.shorten(False)
    assert box._detail.isHidden()


@pytest.mark.parametrize(("sticky", "left"), [(True, 0), (False, 1)])
async def test_only_what_does_not_stay_leaves_by_itself(
    monkeypatch: pytest.MonkeyPatch, sticky: bool, left: int
) -> None:
    monkeypatch.setattr(module, "PASSING_MS", 10)
    box = ProblemBox(Problem("llm", "Nobody", sticky=sticky))
    told: list[int] = []
    box.dismissed.connect(lambda: told.append(1))
    await asyncio.sleep(0.1)
    assert len(told) == left
    box.findChild(QPushButton).click()
    assert len(told) == left + 1
