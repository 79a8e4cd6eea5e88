"""Each event is told once, when a frame with it was painted, and not before."""

from __future__ import annotations

from app.core import settings
from app.core.events import Event, Question
from app.ui.paint_watch import WatchedOverlay
from tests.recorded import until


async def test_an_event_is_told_at_the_frame_that_shows_it() -> None:
    told: list[Event] = []
    overlay = WatchedOverlay(settings.Overlay(), on_problem=told.append, painted=told.append)
    overlay.show()
    question = Question("q1", 0, "How do we roll back?", "technical", "them", 1.0)
    overlay.show_event(question)
    assert told == []
    await until(lambda: told)
    assert told == [question]
    overlay.close()
