"""The walk opens every step over the real desks, is continued, and asks through the session."""

from __future__ import annotations

import subprocess
import sys

STORY = """
import asyncio
from types import SimpleNamespace

from app.agreement import Agreement
from app.core.settings import Settings
from app.desks.consent import ConsentDesk
from app.desks.settings import SettingsDesk
from app.first_steps import begin, first_steps
from app.parts import Plan
from app.platforms.null import NullExclusion, NullHotkeys
from app.store.state import load_state
from app.ui.controls import Controls
from app.ui.local_server import LocalServer
from app.ui.loop import make_loop
from app.ui.overlay import Overlay

NAMES = ["microphone", "them", "notes", "answers", "keys", "captures", "consent", "question"]


class Session:
    def __init__(self):
        self.did = []
        self.pipeline = SimpleNamespace(
            ask_typed=lambda text: self.did.append(text),
            tell_status=lambda note, level: self.did.append(level),
        )

    async def begin_recording(self):
        self.did.append("record")

    async def start(self):
        self.did.append("start")


async def until(true):
    while not true():
        await asyncio.sleep(0.01)


async def story():
    plan = Plan(Settings())
    overlay = Overlay(plan.settings.overlay, on_problem=print)
    overlay.show()
    server = LocalServer()
    assert server.start()
    controls = Controls(
        overlay, plan.settings.overlay, exclusion=NullExclusion(), hotkeys=NullHotkeys(),
        routes=[], server=server,
    )
    desk = SettingsDesk(plan, print)
    agreement = Agreement(overlay, ConsentDesk(lambda: plan.settings), given=False)
    plan.may_record = False
    session = Session()
    async with first_steps(plan, desk, controls, agreement, {}) as steps:
        controls.window_wanted.emit("first-run")
        assert steps.shown
        walk = steps._window
        seen = []
        while walk.step != "question":
            seen.append(walk.step)
            if walk.step == "consent":
                await until(lambda: walk.page.ready)
            walk.next()
        assert [*seen, walk.step] == NAMES, seen
        assert agreement.given
        walk.page.ask()
        steps.attach(session)
        assert session.did == ["How do we roll back a deploy?"], session.did
        await begin(plan, session, agreement, steps)
        assert session.did[1:] == ["record", "start"], session.did
        walk.close()
        await until(lambda: load_state().get("first_run") == "question")
        controls.window_wanted.emit("first-run")
        assert steps.shown and walk.step == "question"
        walk.next()
        await until(lambda: load_state().get("first_run") == "finished")
        controls.window_wanted.emit("first-run")
        assert steps._window is not walk and steps._window.step == "microphone"
        await desk.change({"overlay.font_size": 20})
        assert "14.8pt" in steps._window.styleSheet()

    refused = Agreement(overlay, ConsentDesk(lambda: plan.settings), given=False)
    async with first_steps(plan, desk, controls, refused, {"first_run": "keys"}) as steps:
        steps.open()
        assert steps._window.step == "keys"
        other = Session()
        await begin(plan, other, refused, steps)
        assert overlay._content.consent.isHidden(), "the walk asks"
        steps._window.close()
        await until(lambda: not overlay._content.consent.isHidden())
        assert other.did == []
        overlay.not_now()

    waiting = Session()
    plan.settings = Settings(audio=type(plan.settings.audio)(auto_start=True))
    agreed = Agreement(overlay, ConsentDesk(lambda: plan.settings), given=True)
    async with first_steps(plan, desk, controls, agreed, {}) as steps:
        await begin(plan, waiting, agreed, steps)
    assert waiting.did == ["record", "idle"], waiting.did
    await asyncio.sleep(0.2)
    await controls.aclose()
    overlay.hide()


with make_loop() as loop:
    loop.run_until_complete(asyncio.wait_for(story(), 120))
print("walked")
"""


def test_every_step_opens_and_the_walk_is_continued() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STORY], capture_output=True, text=True, timeout=150
    )
    assert done.stdout.strip() == "walked", done.stderr + done.stdout
