"""What a run shows and is steered by: the overlay, tray and keys, the settings, the window.

Each is opened for a while and closes again by itself.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from app import platforms
from app.core.events import Problem
from app.core.sections import MODES
from app.core.settings import Settings
from app.core.tasks import cancel, spawn
from app.desks.settings import SettingsDesk
from app.parts import Plan
from app.reports import Reports
from app.ui.crash_guard import CrashGuard
from app.ui.language import use_language
from app.ui.local_server import LocalServer
from app.ui.overlay import Overlay
from app.ui.placement import places_from_data
from app.ui.qt_language import use_language_of_qt
from app.wiring import connect_settings

if TYPE_CHECKING:
    from app.ui.controls import Controls
    from app.ui.main_window import MainWindow


@asynccontextmanager
async def shown_overlay(
    settings: Settings, report: Reports, state: Mapping[str, Any] = MappingProxyType({})
) -> AsyncIterator[Overlay]:
    """The overlay on screen, its first frame drawn, with every stray exception shown in it."""
    use_language(settings.overlay.language)
    use_language_of_qt(settings.overlay.language)
    overlay = Overlay(
        settings.overlay,
        on_problem=report,
        translucent=platforms.can_be_translucent(),
        places=places_from_data(state.get("places", {})),
        tell_them=settings.privacy.tell_them,
    )
    loop = asyncio.get_running_loop()

    def on_loop(problem: Problem) -> None:
        loop.call_soon_threadsafe(report, problem)

    guard = CrashGuard(on_loop)
    guard.install(loop)
    painted = asyncio.Event()
    overlay.first_painted.connect(painted.set)
    overlay.show()
    try:
        with report.to(overlay.show_event):
            await painted.wait()
            yield overlay
    finally:
        guard.remove()
        overlay.close()


@asynccontextmanager
async def opened_controls(
    plan: Plan, overlay: Overlay, server: LocalServer, report: Reports
) -> AsyncIterator[Controls]:
    """Tray, hotkeys, commands of other processes, capture exclusion and its self-test."""
    from app.ui.controls import Controls  # the first paint does not need it

    controls = Controls(
        overlay,
        plan.settings.overlay,
        exclusion=platforms.make_exclusion(),
        hotkeys=platforms.make_hotkeys(),
        routes=platforms.make_capture_routes(),
        server=server,
        modes=MODES,
        mode=plan.settings.answers.mode,
    )
    controls.problem.connect(report)
    controls.start()
    keys = dataclasses.asdict(plan.settings.hotkeys)
    binding = spawn(controls.bind(keys), name="bind hotkeys")
    try:
        yield controls
    finally:
        await cancel(binding)
        await controls.aclose()


@asynccontextmanager
async def followed_settings(
    plan: Plan, overlay: Overlay, controls: Controls
) -> AsyncIterator[SettingsDesk]:
    """The settings of the run, which follow their file while it is edited by hand."""
    from app.ui.file_watcher import FileWatcher  # the first paint does not need it

    desk = SettingsDesk(plan, overlay.show_event)
    connect_settings(desk, overlay, controls)
    await desk.begin()
    watcher = FileWatcher(desk.file)
    watcher.changed.connect(lambda: spawn(desk.reread(), name="read the settings again"))
    try:
        yield desk
    finally:
        watcher.close()


@asynccontextmanager
async def main_window_at_hand(
    plan: Plan, desk: SettingsDesk, overlay: Overlay, controls: Controls
) -> AsyncIterator[None]:
    """The window beside the overlay, built with what it needs when it is first wanted."""
    async with AsyncExitStack() as stack:
        window: MainWindow | None = None

        def open_window(name: str) -> None:
            nonlocal window
            if name == "first-run":
                return  # `first_steps` opens it

            def wanted() -> None:
                controls.window_wanted.emit("first-run")

            if window is None:
                from app.tabs import make_main_window  # the first paint does not need it

                window = make_main_window(plan, desk, overlay, stack, wanted, controls.own_checks)
                shown = window
                stack.callback(
                    desk.on_change(lambda before, now: shown.apply_settings(now.overlay))
                )
            window.open(name)

        controls.window_wanted.connect(open_window)
        try:
            yield
        finally:
            controls.window_wanted.disconnect(open_window)
            if window is not None:
                window.hide()
                window.deleteLater()
