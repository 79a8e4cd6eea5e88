"""The running app: one loop, the overlay first, then the parts, closed in reverse order.

It introduces the overlay to the session: events go to `Overlay.show_event`, and `wiring.connect`
takes what the user does to the session and its pipeline.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import platforms
from app.agreement import Agreement
from app.attendant import Attendant
from app.core import control
from app.core.crash_log import CrashLog
from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.settings import Provider, Settings
from app.core.tasks import cancel, spawn
from app.desks.consent import ConsentDesk
from app.desks.note_files import NoteFiles
from app.desks.settings import SettingsDesk
from app.first_steps import FINISHED, begin, first_steps
from app.parts import Plan, notes_folders
from app.reports import Reports
from app.retrieval.follow import Follower
from app.session import LiveSession
from app.session_opening import open_session
from app.shell import followed_settings, main_window_at_hand, opened_controls, shown_overlay
from app.store.state import load_state
from app.ui.language import tr
from app.ui.local_server import LocalServer
from app.ui.note_opener import NoteOpener
from app.ui.notes_watcher import NotesWatcher
from app.ui.overlay import Overlay
from app.ui.photographer import Photographer
from app.ui.story import run_story
from app.wiring import connect

if TYPE_CHECKING:
    from app.ui.controls import Controls


def run(plan: Plan, problems: Sequence[Problem] = (), *, first_run: bool = False) -> int:
    """Listen until the user quits; 130 when the terminal interrupted it.

    ``problems`` were met before there was a window to show them in. ``first_run`` opens the
    first steps, as they are opened by themselves for a new user.
    """
    if control.reaches("first-run" if first_run else "show"):
        print("GhostPilot is already running; its window was brought up.", file=sys.stderr)
        return 0
    about_windows = platforms.prepare_windows()
    state = load_state()

    async def listen() -> None:
        server = LocalServer()
        if not server.start():
            raise GhostPilotError(
                "GhostPilot is already running", next_step="Bring it up with: ghostpilot show"
            )
        report = Reports()
        async with (
            shown_overlay(plan.settings, report, state) as overlay,
            opened_controls(plan, overlay, server, report) as controls,
        ):
            if about_windows:
                overlay.show_event(Problem("window", tr("A Wayland desktop"), about_windows))
            for problem in problems:
                overlay.show_event(problem)
            plan.sinks = (overlay.show_event, controls.show_event, crash_log.note, *plan.sinks)
            plan.consent = partial(_agree_to_provider, plan)
            plan.consent_to_sound = partial(_agree_to_recogniser, plan)
            plan.ask_passphrase = _ask_passphrase
            async with followed_settings(plan, overlay, controls) as desk:
                await _live(plan, desk, overlay, controls, report, state, first_run=first_run)

    crash_log = CrashLog(plan.redactor)
    crash_log.open()
    with closing(crash_log):
        return run_story(listen())


async def _live(
    plan: Plan,
    desk: SettingsDesk,
    overlay: Overlay,
    controls: Controls,
    report: Reports,
    state: Mapping[str, Any],
    *,
    first_run: bool,
) -> None:
    """Load everything, hear nothing before a new user has agreed, then go on until quit."""
    task = asyncio.current_task()
    assert task is not None
    quitting = False

    def leave() -> None:
        nonlocal quitting
        quitting = True
        task.cancel()

    controls.quit.connect(leave)
    agreed = bool(state.get("consent"))
    agreement = Agreement(overlay, ConsentDesk(lambda: plan.settings), given=agreed)
    plan.may_record = agreed
    try:
        async with (
            main_window_at_hand(plan, desk, overlay, controls),
            first_steps(plan, desk, controls, agreement, state) as steps,
        ):
            if first_run or not (agreed or state.get("first_run") == FINISHED):
                steps.open()
            attendant = Attendant(lambda: plan.settings.audio, lambda: agreement.given)
            plan.sinks = (*plan.sinks, steps.show_event, attendant.hear)
            async with open_session(plan) as session, _followed_notes(plan, session):
                with report.to(session.pipeline.report):
                    connect(desk, overlay, controls, session, agreement)
                    NoteOpener(NoteFiles(plan), overlay, report)
                    await session.catch_up(plan.settings)
                    steps.attach(session)
                    async with attendant.attending(session):
                        await begin(plan, session, agreement, steps)
                        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError:
        if not quitting:
            raise
        task.uncancel()


def demo(plan: Plan, screenshot: Path, *, started: Callable[[Path | None], None]) -> int:
    """Play a recording through the whole path, draw it, and keep a picture of an answer.

    ``started`` is told the session file. Returns 0, or 130 when interrupted.
    """

    async def play() -> None:
        async with shown_overlay(plan.settings, Reports()) as overlay:
            photographer = Photographer(overlay, screenshot)
            plan.sinks = (overlay.show_event, photographer, *plan.sinks)
            async with open_session(plan) as session:
                started(session.recording.path)
                await session.pipeline.start()
                await session.pipeline.finished()
            photographer.save()

    return run_story(play())


def paint_once() -> None:
    """Show the overlay, wait for its first frame and print which modules that took.

    For the start-up benchmark, which times this from outside.
    """

    async def paint() -> None:
        async with shown_overlay(Settings(), Reports()):
            print(json.dumps({"modules": sorted(sys.modules)}), flush=True)

    run_story(paint())


@asynccontextmanager
async def _followed_notes(plan: Plan, session: LiveSession) -> AsyncIterator[None]:
    """Keep the index up with the notes folders while the session lasts."""
    follower = Follower(session, session.pipeline.report)
    watcher = NotesWatcher(notes_folders(plan.settings, plan.knowledge))
    watcher.changed.connect(follower.changed)
    session.notes_replaced = lambda now: watcher.watch(notes_folders(now, plan.knowledge))
    following = spawn(follower.run(), name="follow notes")
    try:
        yield
    finally:
        await cancel(following)
        await watcher.aclose()


async def _agree_to_provider(plan: Plan, provider: Provider, host: str) -> bool:
    from app.sending import agree_to_provider  # the first paint does not need it

    return await agree_to_provider(plan, provider, host)


async def _agree_to_recogniser(plan: Plan, engine: str, host: str) -> bool:
    from app.sending import agree_to_recogniser

    return await agree_to_recogniser(plan, engine, host)


async def _ask_passphrase(new: bool) -> str | None:
    """Where the system has no keyring, keys are in a file that a passphrase opens."""
    from app.ui.passphrase_dialog import ask_passphrase  # few systems need it

    return await ask_passphrase(new)
