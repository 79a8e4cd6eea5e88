"""What the user does reaches the session, and what that changes reaches the settings."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from app.core.errors import GhostPilotError
from app.core.settings import replace_values
from app.core.tasks import spawn
from app.parts import LiveSession, Plan, keep_setting, keep_state
from app.ui.overlay import Overlay
from app.ui.placement import Places, places_to_data
from app.ui.screen_grab import grab_screen
from app.ui.thumbnail import make_thumbnail

if TYPE_CHECKING:
    from app.ui.controls import Controls


async def start(session: LiveSession) -> None:
    """Open the ears; without a device the rest still works, and the user is told."""
    try:
        await session.pipeline.start()
    except GhostPilotError as error:
        session.pipeline.report(error.problem("audio"))


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
        session.keep_picture(picture)
        session.pipeline.ask_now(picture)


def connect(plan: Plan, overlay: Overlay, controls: Controls, session: LiveSession) -> None:
    """What the user does reaches the pipeline; what it changes reaches the settings."""
    pipeline = session.pipeline

    def pause_or_resume() -> None:
        turn = pipeline.pause() if pipeline.listening else start(session)
        spawn(turn, name="pause or resume")

    def change(key: str, value: object) -> None:
        plan.settings = replace_values(plan.settings, {key: value})
        spawn(keep_setting(plan, key, value), name=f"keep {key}")

    one_at_a_time = asyncio.Lock()

    async def ask_about(area: str) -> None:
        if not one_at_a_time.locked():
            async with one_at_a_time:
                wanted = area or plan.settings.answers.screenshot
                hide = not controls.left_out_of_captures
                await ask_about_screen(overlay, session, wanted, hide=hide)

    def place(places: Places) -> None:
        spawn(keep_state({"places": places_to_data(places)}), name="keep places")

    overlay.places_changed.connect(place)
    overlay.asked.connect(pipeline.ask_typed)
    overlay.ask_now_requested.connect(pipeline.ask_now)
    overlay.stop_requested.connect(pipeline.stop_answer)
    overlay.follow_requested.connect(pipeline.follow)
    overlay.setting_changed.connect(change)
    controls.ask_now.connect(pipeline.ask_now)
    controls.stop_answer.connect(pipeline.stop_answer)
    controls.pause.connect(pause_or_resume)
    controls.screenshot.connect(lambda area: spawn(ask_about(area), name="screenshot"))
    controls.setting_changed.connect(change)
    controls.mode_chosen.connect(partial(change, "answers.mode"))
