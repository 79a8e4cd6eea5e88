"""A host is asked about once; the answer is kept in the settings, a no as well as a yes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from app import sending
from app.core.settings import Provider, Settings
from app.parts import Plan

AWAY = Provider("away", "https://api.invalid/v1", "m")


@pytest.mark.parametrize(
    ("yes", "kept"),
    [
        (True, {"privacy.agreed": ("api.invalid",)}),
        (False, {"privacy.refused": ("api.invalid",)}),
    ],
)
@pytest.mark.parametrize("what", ["talk", "sound"])
async def test_the_answer_is_kept(
    monkeypatch: pytest.MonkeyPatch, yes: bool, kept: dict[str, object], what: str
) -> None:
    changes: list[Mapping[str, Any]] = []
    said: list[str] = []

    async def change(wanted: Mapping[str, Any], *, providers: object = None) -> None:
        changes.append(wanted)

    async def agrees(title: str, text: str, **buttons: str) -> bool:
        said.append(text)
        return yes

    monkeypatch.setattr(sending, "agrees", agrees)
    plan = Plan(Settings(), change=change)
    if what == "talk":
        assert await sending.agree_to_provider(plan, AWAY, "api.invalid") is yes
        assert "passages of your notes" in said[0]
    else:
        assert await sending.agree_to_recogniser(plan, "azure", "api.invalid") is yes
        assert "sound of the call" in said[0]
    await asyncio.sleep(0)
    assert changes == [kept]
