"""The parts of a session come from the settings; what was not agreed to is not opened."""

from __future__ import annotations

import asyncio

import pytest

from app.asr.base import Progress
from app.asr.scripted import ScriptedEngine
from app.core.errors import GhostPilotError
from app.core.events import Event, Info
from app.core.settings import Settings, replace_values
from app.parts import Plan
from app.session_parts import (
    NoEngine,
    asked_for_sound,
    channels_of,
    open_live_engine,
    sections_to_build,
)


def test_one_side_at_least_is_listened_to() -> None:
    assert channels_of(Settings()) == ("them", "me")
    assert channels_of(replace_values(Settings(), {"audio.me": False})) == ("them",)
    neither = replace_values(Settings(), {"audio.me": False, "audio.them": False})
    with pytest.raises(GhostPilotError, match="Neither side"):
        channels_of(neither)


def test_only_what_needs_it_is_built_anew() -> None:
    light = replace_values(Settings(), {"overlay.theme": "light"})
    german = replace_values(light, {"speech.language": "de", "audio.me": False})
    assert sections_to_build(Settings(), light) == set()
    assert sections_to_build(light, german) == {"speech", "audio"}


def test_a_missing_recogniser_says_why_when_it_is_wanted() -> None:
    with pytest.raises(GhostPilotError, match="No recogniser knows xx"):
        NoEngine(GhostPilotError("No recogniser knows xx")).open("them")


@pytest.mark.parametrize("yes", [True, False])
async def test_a_recogniser_elsewhere_is_asked_about_before_it_is_opened(yes: bool) -> None:
    asked: list[tuple[str, str]] = []

    async def consent(engine: str, host: str) -> bool:
        asked.append((engine, host))
        return yes

    away = {"speech.engine": "openai", "speech.openai_url": "https://asr.invalid/v1"}
    plan = Plan(replace_values(Settings(), away), consent_to_sound=consent)
    got = await asked_for_sound(plan, plan.settings)
    assert got.privacy.agreed == (("asr.invalid",) if yes else ())
    refused = replace_values(plan.settings, {"privacy.refused": ("asr.invalid",)})
    for known in (got, refused) if yes else (refused,):
        assert await asked_for_sound(plan, known) == known
    assert await asked_for_sound(plan, Settings()) == Settings()
    assert asked == [("openai", "asr.invalid")]


async def test_who_waits_for_a_model_sees_how_far_it_has_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Fetching(ScriptedEngine):
        async def prepare(self, progress: Progress | None = None) -> None:
            assert progress is not None
            await asyncio.to_thread(progress, "Fetching the model", 0.4)

    monkeypatch.setattr("app.asr.make_engine", lambda *args, **more: Fetching([]))
    told: list[Event] = []
    plan = Plan(Settings(), sinks=(told.append,))
    async with open_live_engine(plan, plan.settings, lambda: pytest.fail("no notes are asked")):
        await asyncio.sleep(0)
    assert told == [Info("speech-progress", note="Fetching the model: 40 %")]
