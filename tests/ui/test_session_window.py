"""The window of a session follows its settings, its events and the size of its content."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.core import settings
from app.core.events import (
    Answer,
    AnswerDelta,
    Health,
    Passages,
    Problem,
    Question,
    Timing,
    Transcript,
)
from app.ui.placement import GAP, Rect
from app.ui.session_window import SessionWindow


@pytest.fixture
async def window() -> AsyncIterator[SessionWindow]:
    window = SessionWindow(settings.Overlay(), on_problem=print)
    window.show()
    yield window
    window.hide()


async def test_it_grows_in_steps_while_an_answer_streams(window: SessionWindow) -> None:
    window.show_event(Question("q", 0, "Why?", "factual", "them", 0.0))
    window.show_event(Passages("q", True, 1.0, ()))
    heights = set()
    for _ in range(60):
        window.show_event(AnswerDelta("q", "Some more words of it. "))
        window.flush()
        heights.add(window.height())
    assert 2 <= len(heights) <= 8


async def test_it_shrinks_to_the_finished_answer(window: SessionWindow) -> None:
    window.show_event(Question("q", 0, "Why?", "factual", "them", 0.0))
    window.show_event(AnswerDelta("q", "Words. " * 40))
    window.flush()
    before = window.height()
    window.show_event(Answer("q", "Words. " * 40, "l", "m", "complete", Timing(1, 2)))
    window.flush()
    assert window.height() < before


async def test_a_silent_channel_is_told_quietly(window: SessionWindow) -> None:
    window.show_event(Transcript("u", "them", "Hello", 0, 1, True))
    window.show_event(Health("me", 0.0, "silent", "no sound for 30 s"))
    window.flush()
    assert window._content.captions._hint.text() == "Me: no sound for 30 s"


async def test_an_answer_ends_the_trouble_of_the_question_before(window: SessionWindow) -> None:
    window.show_event(Problem("llm", "a cannot be reached", sticky=True))
    window.show_event(Question("q", 0, "Why?", "factual", "them", 0.0))
    window.flush()
    assert window._content.notices.problems
    window.show_event(Answer("q", "So.", "b", "m", "complete", Timing(1, 2)))
    window.flush()
    assert not window._content.notices.problems


@pytest.mark.parametrize("mode", ["compact", "captions", "teleprompter"])
async def test_the_mode_of_the_settings_is_shown(mode: str) -> None:
    window = SessionWindow(settings.Overlay(mode=mode), on_problem=print)
    assert window._content.mode == mode


async def test_the_content_fills_the_window(window: SessionWindow) -> None:
    window.resize(700, 300)
    await asyncio.sleep(0)
    assert window._content.size() == window.size()


async def test_a_screen_that_tells_its_size_late_is_followed(
    window: SessionWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = Rect(0, 0, 3000, 1500)
    monkeypatch.setattr(window, "_area", lambda: wide)
    screen = window.screen()
    assert screen is not None
    screen.availableGeometryChanged.emit(screen.availableGeometry())
    assert window.geometry().right() + 1 == wide.right - GAP
