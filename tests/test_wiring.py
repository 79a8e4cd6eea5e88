"""A changed setting reaches everything that shows or uses it, and a slip is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from PyQt6.QtCore import QObject, pyqtSignal

from app.core.clock import Clock
from app.core.events import Info
from app.wiring import connect

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


async def settled(true):
    while not true():
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
    await settled(lambda: told and desk.now.answers.mode == "meeting")
    await settled(lambda: desk.now.overlay.font_size > 20)
    print("shown", desk.now.overlay.font_size, desk.now.answers.mode)
    print("told", [problem.title for problem in told])
    await controls.aclose()


with make_loop() as loop:
    loop.run_until_complete(story())
"""


def test_settings_reach_the_windows_and_come_from_them() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STORY], capture_output=True, text=True, timeout=150
    )
    assert done.stdout.splitlines() == [
        "font True",
        "mode ['support']",
        "bound Ctrl+F8",
        "refused The key Ctrl+F9 for pause does not work: taken. Choose another key.",
        "still Ctrl+F8 Ctrl+F8",
        "shown 21 meeting",
        "told ['Setting overlay.width cannot be 7']",
    ], done.stderr


class Screen(QObject):
    """The signals of the overlay, without a window."""

    asked = pyqtSignal(str)
    ask_now_requested = pyqtSignal()
    stop_requested = pyqtSignal()
    follow_requested = pyqtSignal(str)


class Keys(QObject):
    """The signals of the controls, without keys and tray."""

    ask_now = pyqtSignal()
    stop_answer = pyqtSignal()
    pause = pyqtSignal()
    capture = pyqtSignal(bool)
    screenshot = pyqtSignal(str)
    mark = pyqtSignal()


@pytest.mark.parametrize("recorded", [True, False])
async def test_a_mark_reaches_the_recording_and_the_screen(tmp_path: Path, recorded: bool) -> None:
    told: list[Info] = []
    marked: list[int] = []

    def nothing(*_: object) -> None:
        """What is not pressed here."""

    screen, keys = Screen(), Keys()
    pipeline = SimpleNamespace(
        report=told.append,
        ask_typed=nothing,
        ask_now=nothing,
        capture=nothing,
        stop_answer=nothing,
        follow=nothing,
    )
    recording = SimpleNamespace(
        path=tmp_path / "a.gpcast" if recorded else None, mark=lambda: marked.append(1)
    )
    session = SimpleNamespace(pipeline=pipeline, clock=Clock(), recording=recording, follow=nothing)
    desk = SimpleNamespace(on_try=nothing)
    agreement = SimpleNamespace(given=True)
    connect(desk, screen, keys, session, agreement)  # type: ignore[arg-type] - only what is used
    keys.mark.emit()
    (info,) = told
    assert info.kind == "mark"
    if recorded:
        assert (marked, info.note) == ([1], "Marked at 0:00")
    else:
        assert (marked, info.note) == ([], "Nothing is being recorded, so nothing was marked.")
