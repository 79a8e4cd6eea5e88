"""The window with all its tabs, for an assistant to walk; a line on stdin changes tabs."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import AsyncExitStack

from app.core.settings import Settings
from app.desks.settings import SettingsDesk
from app.parts import Plan
from app.tabs import make_main_window
from app.ui.loop import make_loop
from app.ui.overlay import Overlay


def report(kind: str, **fields: object) -> None:
    print(json.dumps({"kind": kind, **fields}), flush=True)


async def main() -> None:
    settings = Settings()
    overlay = Overlay(settings.overlay, on_problem=lambda problem: None)
    lines: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin.fileno(), lambda: lines.put_nowait(sys.stdin.readline().strip()))
    async with AsyncExitStack() as stack:
        plan = Plan(settings)
        window = make_main_window(plan, SettingsDesk(plan, print), overlay, stack)
        window.open("sessions")
        report("ready")
        while (name := await lines.get()) not in ("", "quit"):
            window.open(name)
            await asyncio.sleep(1.5)
            report("shown", tab=name)
        window.hide()
    loop.remove_reader(sys.stdin.fileno())


with make_loop() as loop:
    loop.run_until_complete(main())
