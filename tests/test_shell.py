"""What a run shows is there while it lasts, and closes again by itself."""

from __future__ import annotations

import subprocess
import sys

STORY = """
import asyncio

from PyQt6.QtWidgets import QApplication

from app.core.events import Problem
from app.core.settings import Settings
from app.parts import Plan
from app.reports import Reports
from app.shell import followed_settings, main_window_at_hand, opened_controls, shown_overlay
from app.ui.local_server import LocalServer
from app.ui.loop import make_loop


def windows():
    return [one.isVisible() for one in QApplication.topLevelWidgets() if "MainWin" in repr(one)]


async def story():
    plan, report, server = Plan(Settings()), Reports(), LocalServer()
    assert server.start()
    async with shown_overlay(plan.settings, report) as overlay:
        print("shown", overlay.isVisible())
        told = []
        overlay.show_event = told.append
        report(Problem("notes", "before the session", ""))
        async with opened_controls(plan, overlay, server, report) as controls:
            async with followed_settings(plan, overlay, controls) as desk:
                await desk.change({"overlay.font_size": 21})
                print("settings", plan.settings.overlay.font_size, "21.0pt" in overlay.styleSheet())
                async with main_window_at_hand(plan, desk, overlay, controls):
                    controls.window_wanted.emit("sessions")
                    await asyncio.sleep(0.5)
                    print("windows", windows())
                print("windows", windows())
    print("shown", overlay.isVisible())


with make_loop() as loop:
    loop.run_until_complete(asyncio.wait_for(story(), 20))
"""


def test_all_of_it_is_there_for_as_long_as_it_is_wanted() -> None:
    run = subprocess.run(
        [sys.executable, "-c", STORY], capture_output=True, text=True, timeout=50, check=False
    )
    assert run.stdout.splitlines() == [
        "shown True",
        "settings 21 True",
        "windows [True]",
        "windows []",
        "shown False",
    ], run.stderr
