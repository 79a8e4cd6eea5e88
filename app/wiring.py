"""What the user does reaches the session, and what that changes reaches the settings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.core.errors import GhostPilotError
from app.core.events import Info
from app.core.settings import replace_values
from app.core.tasks import spawn
from app.parts import LiveSession, Plan, keep_setting, keep_state
from app.ui.language import tr
from app.ui.overlay import Overlay
from app.ui.placement import Places, places_to_data
from app.ui.screen_grab import grab_screen
from app.ui.sessions_list import length

if TYPE_CHECKING:
    from app.ui.controls import Controls


async def start(session: LiveSession) -> None:
    """Open the ears; without a device the rest still works, and the user is told."""
    try:
        await session.pipeline.start()
    except GhostPilotError as error:
        session.pipeline.report(error.problem("audio"))


def connect(plan: Plan, overlay: Overlay, controls: Controls, session: LiveSession) -> None:
    """What the user does reaches the pipeline; what it changes reaches the settings."""
    pipeline = session.pipeline

    def pause_or_resume() -> None:
        turn = pipeline.pause() if pipeline.listening else start(session)
        spawn(turn, name="pause or resume")

    def change(key: str, value: object) -> None:
        plan.settings = replace_values(plan.settings, {key: value})
        spawn(keep_setting(plan, key, value), name=f"keep {key}")

    async def ask_about_screen() -> None:
        try:
            picture = await grab_screen(overlay)
        except GhostPilotError as error:
            pipeline.report(error.problem("screenshot", sticky=False))
            return
        session.keep_picture(picture)
        pipeline.ask_now(picture)

    def mark() -> None:
        if session.recording is None:
            note = tr("Nothing is being recorded, so nothing was marked.")
        else:
            session.mark("")
            note = tr("Marked at {time}").format(time=length(session.clock.now()))
        pipeline.report(Info("mark", note=note))

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
    controls.mark.connect(mark)
    controls.screenshot.connect(lambda: spawn(ask_about_screen(), name="screenshot"))
    controls.setting_changed.connect(change)
    controls.mode_chosen.connect(partial(change, "answers.mode"))
