"""The platform that can do nothing, and says so."""

from __future__ import annotations

from app.core.events import Problem
from app.platforms.null import NullExclusion, NullHotkeys


def test_exclusion_keeps_what_it_was_asked() -> None:
    exclusion = NullExclusion("share one window")
    assert exclusion.exclude(7) == "unsupported"
    assert exclusion.asked == [7]
    assert exclusion.advice() == "share one window"


async def test_hotkeys_report_why_there_are_none() -> None:
    problem = Problem("hotkeys", "No keys here")
    hotkeys = NullHotkeys(problem)
    assert await hotkeys.bind({"toggle": "Ctrl+Alt+Space"}) == [problem]
    assert await hotkeys.bind({"toggle": ""}) == []


async def test_a_pressed_key_calls_back_while_bound() -> None:
    hotkeys = NullHotkeys()
    pressed: list[str] = []
    hotkeys.listen(pressed.append, print)
    await hotkeys.bind({"toggle": "Ctrl+Alt+Space"})
    hotkeys.press("toggle")
    hotkeys.press("ask_now")
    await hotkeys.aclose()
    hotkeys.press("toggle")
    assert pressed == ["toggle"]
