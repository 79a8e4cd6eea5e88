"""What the user does reaches the session, and a change of the settings reaches every part."""

from __future__ import annotations

import asyncio
import dataclasses
from functools import partial
from typing import TYPE_CHECKING

from app.agreement import Agreement
from app.core.errors import GhostPilotError
from app.core.events import Info
from app.core.settings import Settings
from app.core.tasks import spawn
from app.desks.settings import SettingsDesk
from app.parts import keep_state
from app.session import LiveSession
from app.ui.language import tr
from app.ui.overlay import Overlay
from app.ui.placement import Places, places_to_data
from app.ui.screen_grab import grab_screen
from app.ui.session_words import length
from app.ui.thumbnail import make_thumbnail

if TYPE_CHECKING:
    from app.ui.controls import Controls


async def ask_about_screen(
    overlay: Overlay, session: LiveSession, area: str, *, hide: bool
) -> None:
    """Ask with a picture of an area of `grab_screen`; nothing where the user chose none."""
    try:
        picture = await grab_screen(overlay, area, hide=hide)
    except GhostPilotError as error:
        session.pipeline.report(error.problem("screenshot", sticky=False))
        return
    if picture is not None:
        overlay.show_picture(await make_thumbnail(picture))
        session.recording.keep_picture(picture)
        session.pipeline.ask_now(picture)


def connect(
    desk: SettingsDesk,
    overlay: Overlay,
    controls: Controls,
    session: LiveSession,
    agreement: Agreement,
) -> None:
    """What the user does reaches the pipeline; what the settings need reaches the session."""
    pipeline = session.pipeline
    one_at_a_time = asyncio.Lock()

    def pause_or_resume() -> None:
        if agreement.given:
            spawn(session.pause_or_resume(), name="pause or resume")
        else:
            agreement.ask()

    async def begin() -> None:
        await session.begin_recording()
        await session.start()

    async def ask_about(area: str) -> None:
        if not one_at_a_time.locked():
            async with one_at_a_time:
                wanted = area or desk.now.answers.screenshot
                hide = not controls.left_out_of_captures
                await ask_about_screen(overlay, session, wanted, hide=hide)

    def mark() -> None:
        if session.recording.path is None:
            note = tr("Nothing is being recorded, so nothing was marked.")
        else:
            session.recording.mark()
            note = tr("Marked at {time}").format(time=length(session.clock.now()))
        pipeline.report(Info("mark", note=note))

    overlay.asked.connect(pipeline.ask_typed)
    overlay.ask_now_requested.connect(pipeline.ask_now)
    overlay.stop_requested.connect(pipeline.stop_answer)
    overlay.follow_requested.connect(pipeline.follow)
    controls.ask_now.connect(pipeline.ask_now)
    controls.capture.connect(pipeline.capture)
    controls.stop_answer.connect(pipeline.stop_answer)
    controls.pause.connect(pause_or_resume)
    controls.mark.connect(mark)
    agreement.agreed = begin
    agreement.declined = lambda: pipeline.tell_status(_how_to_start(desk.now), "idle")
    controls.screenshot.connect(lambda area: spawn(ask_about(area), name="screenshot"))
    desk.tell = pipeline.report
    desk.on_try(session.follow)


def _how_to_start(settings: Settings) -> str:
    """What a user reads who did not want to listen now."""
    key = settings.hotkeys.pause
    if key:
        return tr("Not listening. {key} or the tray begins.").format(key=key)
    return tr("Not listening. The tray begins.")


def connect_settings(desk: SettingsDesk, overlay: Overlay, controls: Controls) -> None:
    """A changed setting is seen at once; what is changed on screen is a changed setting."""

    def change(key: str, value: object) -> None:
        spawn(_changed(desk, key, value), name=f"change {key}")

    def place(places: Places) -> None:
        spawn(keep_state({"places": places_to_data(places)}), name="keep places")

    async def bind(before: Settings, wanted: Settings) -> None:
        if before.hotkeys != wanted.hotkeys:
            await controls.rebind(dataclasses.asdict(wanted.hotkeys))

    def show(before: Settings, now: Settings) -> None:
        if before.overlay != now.overlay:
            overlay.apply_settings(now.overlay)
        overlay.set_message(now.privacy.tell_them)
        controls.tray.set_mode(now.answers.mode)

    def hold_keys(held: bool) -> None:
        spawn(controls.hotkeys.hold(held), name="hold hotkeys")

    desk.hold_keys = hold_keys
    desk.mended = partial(overlay.resolve, "settings")
    overlay.places_changed.connect(place)
    overlay.setting_changed.connect(change)
    controls.setting_changed.connect(change)
    controls.mode_chosen.connect(partial(change, "answers.mode"))
    controls.tray.set_mode(desk.now.answers.mode)
    desk.on_try(bind)
    desk.on_change(show)


async def _changed(desk: SettingsDesk, key: str, value: object) -> None:
    """Change a setting from a place that has no line to say what was wrong with it."""
    try:
        await desk.change({key: value})
    except GhostPilotError as error:
        desk.tell(error.problem("settings", sticky=False))
