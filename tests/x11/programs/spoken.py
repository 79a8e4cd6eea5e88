"""An overlay with one turn and one problem, for a screen reader to read."""

from __future__ import annotations

import asyncio

from app.core import events, settings
from app.ui.loop import make_loop
from app.ui.overlay import Overlay

WHY = events.Why(1, 1)
PASSAGES = (
    events.Passage("p", "Words.", "deploys.md", "Rollback", "/n/d.md", 7, 1.0, WHY),
    events.Passage("r", "More words.", "faq.md", "Top", "/n/f.md", 1, 1.0, WHY),
)


async def main() -> None:
    overlay = Overlay(settings.Overlay(), on_problem=print)
    overlay.show()
    await asyncio.sleep(2)  # the reader asks for news first
    for event in (
        events.Status("listening", recording=True),
        events.Transcript("u", "them", "How do you roll back?", 0, 1, True),
        events.Question("q", 0, "How do you roll back?", "technical", "them", 1.0),
        events.Passages("q", True, 1.0, PASSAGES),
        events.Answer("q", "Roll back **first**.", "l", "m", "complete", events.Timing(1, 2)),
    ):
        overlay.show_event(event)
    await asyncio.sleep(1)
    overlay.show_event(events.Problem("llm", "Nobody answers", "", "Try again.", sticky=True))
    await asyncio.sleep(30)


with make_loop() as loop:
    loop.run_until_complete(main())
