"""A yes begins and is remembered, a no is not asked for again by itself."""

from __future__ import annotations

import subprocess
import sys

STORY = """
import asyncio

from app.agreement import Agreement
from app.core.settings import Settings
from app.desks.consent import ConsentDesk
from app.store.state import load_state
from app.ui.loop import make_loop
from app.ui.overlay import Overlay


def made(given=False):
    overlay = Overlay(Settings().overlay, on_problem=print)
    overlay.show()
    agreement = Agreement(overlay, ConsentDesk(Settings), given=given)
    told = []

    async def begin():
        told.append("begin")

    agreement.agreed = begin
    agreement.declined = lambda: told.append("declined")
    return overlay, agreement, told


async def shown(overlay):
    while overlay._content.consent.isHidden():
        await asyncio.sleep(0.01)


async def a_yes():
    overlay, agreement, told = made()
    agreement.ask_unless_answered()
    await shown(overlay)
    overlay.understood()
    while not told:
        await asyncio.sleep(0.01)
    assert told == ["begin"] and agreement.given, told
    assert load_state() == {"consent": True}
    agreement.decide(True)
    await asyncio.sleep(0.05)
    assert told == ["begin"], told
    overlay.hide()


async def a_no():
    overlay, agreement, told = made()
    agreement.ask()
    await shown(overlay)
    overlay.not_now()
    assert told == ["declined"] and not agreement.given
    agreement.ask_unless_answered()
    await asyncio.sleep(0.1)
    assert overlay._content.consent.isHidden()
    agreement.ask()
    await shown(overlay)
    agreement.decide(True)
    while "begin" not in told:
        await asyncio.sleep(0.01)
    assert overlay._content.consent.isHidden()
    overlay.hide()


async def given_before():
    overlay, agreement, told = made(given=True)
    agreement.ask_unless_answered()
    await asyncio.sleep(0.1)
    assert overlay._content.consent.isHidden() and told == []
    overlay.hide()


async def story():
    await a_yes()
    await a_no()
    await given_before()


with make_loop() as loop:
    loop.run_until_complete(asyncio.wait_for(story(), 120))
print("agreed")
"""


def test_a_yes_a_no_and_an_earlier_yes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STORY], capture_output=True, text=True, timeout=150
    )
    assert done.stdout.strip() == "agreed", done.stderr
