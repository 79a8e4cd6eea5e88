"""The settings window over real hotkeys, with the keyboard on the key of "Answer now"."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from itertools import count
from pathlib import Path

from app import platforms
from app.core.settings import Settings
from app.core.tasks import spawn
from app.desks.settings import SettingsDesk
from app.parts import Plan

note = platforms.prepare_windows()

from app.ui.controls import Controls  # noqa: E402 - the window system is chosen first
from app.ui.key_field import KeyField  # noqa: E402 - the window system is chosen first
from app.ui.local_server import LocalServer  # noqa: E402 - the window system is chosen first
from app.ui.loop import make_loop  # noqa: E402 - the window system is chosen first
from app.ui.main_window import MainWindow  # noqa: E402 - the window system is chosen first
from app.ui.overlay import Overlay  # noqa: E402 - the window system is chosen first
from app.ui.settings_tab import SettingsTab  # noqa: E402 - the window system is chosen first
from app.wiring import connect_settings  # noqa: E402 - the window system is chosen first


def report(kind: str, **fields: object) -> None:
    print(json.dumps({"kind": kind, **fields}), flush=True)


async def main() -> None:
    import os

    plan = Plan(Settings(), config=Path(os.environ["GHOSTPILOT_HOME"]) / "settings.toml")
    server = LocalServer()
    assert server.start()
    overlay = Overlay(plan.settings.overlay, on_problem=lambda problem: None)
    controls = Controls(
        overlay,
        plan.settings.overlay,
        exclusion=platforms.make_exclusion(),
        hotkeys=platforms.make_hotkeys(),
        routes=[],
        server=server,
    )
    desk = SettingsDesk(plan, lambda news: report("news"))
    connect_settings(desk, overlay, controls)
    controls.ask_now.connect(lambda: report("ask_now"))
    await spawn(controls.bind(dataclasses.asdict(plan.settings.hotkeys)), name="hotkeys")
    tab = SettingsTab(desk)
    tab.waiting_for_key.connect(desk.hold_keys)
    window = MainWindow(plan.settings.overlay)
    window.add_tab("settings", "Settings", lambda: tab)
    window.open("settings")
    tab.open("hotkeys")
    row = tab.rows["hotkeys.ask_now"]
    assert isinstance(row.control, KeyField)
    row.control.waiting.connect(lambda on: report("waiting", on=on))
    said: tuple[str, str] = ("", "")
    for turn in count():
        if turn == 20:
            window.activateWindow()
            row.control.button.setFocus()
            report("ready", window=int(window.winId()))
        now = (desk.now.hotkeys.ask_now, row.trouble.text())
        if now != said:
            said = now
            report("key", key=now[0], trouble=now[1])
        await asyncio.sleep(0.02)


with make_loop() as loop:
    loop.run_until_complete(main())
