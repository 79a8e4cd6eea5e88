"""Draws every tab of the window, filled with samples, for make_screenshots.py."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PyQt6.QtWidgets import QWidget

    from app.core.check import Check

SIZE = (1120, 800)
WAIT_S = 20.0


class SampleChecks:
    """Results as a machine in good order gives them, so that no machine's own paths are shown."""

    names = ("them heard", "me heard", "recogniser", "provider")
    crash_log = "~/.local/share/GhostPilot/crash.log"

    async def run(self) -> AsyncGenerator[Check, None]:
        from app.core.check import Check

        for check in (
            Check("settings", "PASS", "~/.config/GhostPilot/settings.toml is read."),
            Check("them heard", "PASS", "Speakers is heard, loudest at -21 dB of full scale."),
            Check("me heard", "FAIL", "Headset gives no sound: it sends nothing.",
                  "Reconnect it, or choose another in the settings."),
            Check("echo", "SKIP", "Echo shows only while both channels have sound.",
                  "Play something while you speak, and run this again."),
            Check("recogniser", "PASS",
                  'moonshine understood "Thanks for joining. Let us begin." in 0.4 s.'),
            Check("encoder", "PASS", "all-MiniLM-L6-v2/int8 matches its references."),
            Check("notes", "PASS", "182 notes in 1204 pieces, from ~/notes."),
            Check("provider local", "PASS", "qwen3-4b answers, first word after 240 ms."),
            Check("hotkeys", "PASS", "All 15 keys are free."),
            Check("disk", "PASS", "~/.local/share/GhostPilot is yours alone, 81 GB free."),
            Check("clock", "PASS", "It runs evenly."),
        ):  # fmt: skip
            yield check

    async def diagnostics(self, checks: Sequence[Check]) -> str:
        return ""


async def draw_tabs(out: Path, themes: Sequence[str]) -> None:
    """Write one picture per tab and theme."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["GHOSTPILOT_HOME"] = home
        from tests.recorded import conversation, record

        record(conversation())
        for theme in themes:
            await _draw_theme(out, theme)


async def _draw_theme(out: Path, theme: str) -> None:
    from picture_colours import with_few_colours

    from app.core.settings import Settings, replace_values
    from app.desks.settings import SettingsDesk
    from app.parts import Plan
    from app.tabs import make_main_window
    from app.ui.overlay import Overlay

    settings = replace_values(Settings(), {"overlay.theme": theme})
    overlay = Overlay(settings.overlay, on_problem=print)
    async with AsyncExitStack() as stack:
        plan = Plan(settings)
        window = make_main_window(plan, SettingsDesk(plan, print), overlay, stack)
        window.resize(*SIZE)
        for name, _ in window._makers:
            window.open(name)
            tab = window.tab(name)
            assert tab is not None
            await _fill(name, tab)
            await asyncio.sleep(1.0)
            path = out / f"tab-{name}-{theme}.png"
            with_few_colours(window.grab().toImage(), theme).save(str(path), "PNG", 0)
            print(f"{path.name:32} {path.stat().st_size / 1000:4.0f} kB", flush=True)
        window.hide()
        await asyncio.sleep(0.5)
        window.deleteLater()


async def _fill(name: str, tab: QWidget) -> None:
    """Bring a tab into the state in which it is worth a picture."""
    from app.ui.elided import ElidedLabel

    part: Any = tab
    if name == "sessions":
        part.refresh()
        await _until(lambda: part.view.turn is not None)
    elif name == "prompts":
        await _until(lambda: part.name)
        part.open("meeting-technical")
        await _until(
            lambda: part.name == "meeting-technical" and part.outcome.preview.toPlainText()
        )
    elif name == "knowledge":
        await _until(lambda: part.notes.rowCount())
        part.search.setText("How do I roll back a deploy?")
        await _until(lambda: "[1]" in part.found.toPlainText())
    elif name == "settings":
        part.open("overlay")  # the page of sounds tells what this machine has
        for label in part.findChildren(ElidedLabel):
            if label.toolTip().endswith("settings.toml"):
                label.setText("~/.config/GhostPilot/settings.toml")
    elif name == "preflight":
        part._source = SampleChecks()
        part.place.setText(f"What breaks is kept in {SampleChecks.crash_log}")
        part.start.click()
        await _until(lambda: part.start.isEnabled() and part.checks)


async def _until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(WAIT_S):
        while not true():  # noqa: ASYNC110 - a picture is not worth an event
            await asyncio.sleep(0.05)
