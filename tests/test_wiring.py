"""A changed setting reaches everything that shows or uses it, and a slip is told."""

from __future__ import annotations

import subprocess
import sys

STORY = """
import asyncio
from app.core.events import Problem
from app.core.settings import Settings
from app.desks.settings import SettingsDesk
from app.parts import Plan
from app.platforms.null import NullExclusion, NullHotkeys
from app.ui.controls import Controls
from app.ui.local_server import LocalServer
from app.ui.loop import make_loop
from app.ui.overlay import Overlay
from app.wiring import connect_settings


class Keys(NullHotkeys):
    async def bind(self, keys):
        self.keys = dict(keys)
        if keys["pause"] == "Ctrl+F9":
            return [Problem("hotkeys", "The key Ctrl+F9 for pause does not work", "taken")]
        return []


async def settled():
    for _ in range(100):
        await asyncio.sleep(0.01)


async def story():
    told = []
    plan = Plan(Settings())
    overlay = Overlay(plan.settings.overlay, on_problem=print)
    server, keys = LocalServer(), Keys()
    assert server.start()
    controls = Controls(
        overlay, plan.settings.overlay, exclusion=NullExclusion(), hotkeys=keys, routes=[],
        server=server, modes=("meeting", "support"),
    )
    desk = SettingsDesk(plan, told.append)
    connect_settings(desk, overlay, controls)

    await desk.change({"overlay.font_size": 20, "answers.mode": "support"})
    print("font", "20.0pt" in overlay.styleSheet())
    print("mode", [a.data() for a in controls.tray._modes.actions() if a.isChecked()])

    await desk.change({"hotkeys.pause": "Ctrl+F8"})
    print("bound", keys.keys["pause"])
    try:
        await desk.change({"hotkeys.pause": "Ctrl+F9"})
    except Exception as error:
        print("refused", error)
    print("still", keys.keys["pause"], desk.now.hotkeys.pause)

    overlay.larger_text()
    controls.mode_chosen.emit("meeting")
    controls.setting_changed.emit("overlay.width", 7)
    await settled()
    print("shown", desk.now.overlay.font_size, desk.now.answers.mode)
    print("told", [problem.title for problem in told])
    await controls.aclose()


with make_loop() as loop:
    loop.run_until_complete(story())
"""


def test_settings_reach_the_windows_and_come_from_them() -> None:
    done = subprocess.run([sys.executable, "-c", STORY], capture_output=True, text=True, timeout=50)
    assert done.stdout.splitlines() == [
        "font True",
        "mode ['support']",
        "bound Ctrl+F8",
        "refused The key Ctrl+F9 for pause does not work: taken. Choose another key.",
        "still Ctrl+F8 Ctrl+F8",
        "shown 21 meeting",
        "told ['Setting overlay.width cannot be 7']",
    ], done.stderr
