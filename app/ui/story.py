"""Runs one story, from the first window to the last, on the app's loop."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

from app.ui.exit_signals import INTERRUPTED, ExitSignals
from app.ui.loop import end_background, make_loop
from app.ui.qt_log import log_qt_messages


def run_story(story: Coroutine[None, None, None]) -> int:
    """Run a story on the app's loop; 0, or 130 where Ctrl-C or a request to end cancelled it."""
    log_qt_messages()
    with make_loop() as loop:
        try:
            loop.run_until_complete(_until_signal(story))
        except asyncio.CancelledError:
            return INTERRUPTED
    return 0


async def _until_signal(story: Coroutine[None, None, None]) -> None:
    task = asyncio.current_task()
    assert task is not None

    def leave() -> None:
        task.cancel()

    signals = ExitSignals(leave)
    signals.install(asyncio.get_running_loop())
    try:
        await story
    finally:
        await end_background()
        signals.remove()
