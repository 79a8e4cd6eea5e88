"""The desk offers what the prompts tab asks for."""

from __future__ import annotations

from app.desks.prompts import PromptDesk
from app.ui.prompts_source import Prompts
from tests.ui.sources import assert_offers


def test_the_desk_has_every_call_of_the_source() -> None:
    assert_offers(PromptDesk, Prompts)
