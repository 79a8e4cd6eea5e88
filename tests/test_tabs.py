"""The window beside the overlay has a tab for each thing a user looks after."""

from __future__ import annotations

import subprocess
import sys

TABS = """
import asyncio
from contextlib import AsyncExitStack

from app.core.settings import Settings
from app.desks.settings import SettingsDesk
from app.parts import Plan
from app.tabs import make_main_window
from app.ui.loop import make_loop
from app.ui.overlay import Overlay


async def story():
    overlay = Overlay(Settings().overlay, on_problem=print)
    async with AsyncExitStack() as stack:
        plan = Plan(Settings())
        window = make_main_window(plan, SettingsDesk(plan, print), overlay, stack)
        for name in ("sessions", "prompts", "knowledge", "preflight", "settings"):
            assert window.tab(name) is None
            window.open(name)
            assert window.tab(name) is not None, name
        window.hide()


with make_loop() as loop:
    loop.run_until_complete(story())
print("every tab opens")
"""


def test_every_tab_is_made_when_it_is_first_wanted() -> None:
    done = subprocess.run([sys.executable, "-c", TABS], capture_output=True, text=True, timeout=150)
    assert done.stdout.strip() == "every tab opens", done.stderr
