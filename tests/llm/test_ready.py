"""Getting ready costs the providers no time, and what cannot be got ready is told."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from app.core.errors import GhostPilotError
from app.core.sections import Answers
from app.core.settings import Settings
from app.llm.openai_compat import OpenAICompatible
from app.llm.ready import get_ready
from app.llm.turn import Turn
from tests.llm.narrating import request

CHAIN = Settings(answers=Answers(chain_s=1.0))


class Loading(OpenAICompatible):
    """Takes a moment to load, or fails to."""

    def __init__(self, error: GhostPilotError | None = None) -> None:
        super().__init__()
        self._error = error
        self.clock = 100.0

    async def ready(self) -> None:
        self.clock += 30
        if self._error:
            raise self._error


async def test_loading_is_not_taken_from_the_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Loading()
    monkeypatch.setattr("app.llm.turn.time", SimpleNamespace(perf_counter=lambda: model.clock))
    turn = Turn(request(), CHAIN)
    assert [told async for told in get_ready(turn, model)] == []
    assert turn.left_s == 1.0
    assert not turn.over


async def test_a_library_that_does_not_load_ends_the_turn() -> None:
    turn = Turn(request(), CHAIN)
    assert [told async for told in get_ready(turn, Loading(GhostPilotError("gone")))] == []
    assert turn.over
    assert turn.blame.all()[0].title == "gone"


async def test_a_broken_screenshot_is_told_and_left_out() -> None:
    turn = Turn(request(image=b"no image"), CHAIN)
    (problem,) = [told async for told in get_ready(turn, Loading())]
    assert problem.title == "The screenshot cannot be sent"  # type: ignore[union-attr] - a Problem
    assert turn.picture is None
