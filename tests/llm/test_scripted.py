"""The fake says what it was told to, and keeps what it was asked."""

from __future__ import annotations

import time

from app.llm.scripted import ScriptedNarrator
from tests.llm.narrating import request, told_by


async def test_by_text_by_id_or_by_default() -> None:
    narrator = ScriptedNarrator({"What?": "That.", "q1": "By id [1][9]."}, default="Else.")
    assert (await told_by(narrator, request("What?"))).answer.text == "That."
    told = await told_by(narrator, request("Something"))
    assert told.answer.text == "By id [1][9?]."
    assert told.answer.citations == (1,)
    assert [one.question.text for one in narrator.asked] == ["What?", "Something"]
    await narrator.warm()
    await narrator.aclose()


async def test_its_pace() -> None:
    narrator = ScriptedNarrator(default="one two three", first=0.05, pause=0.02)
    started = time.perf_counter()
    told = await told_by(narrator)
    assert time.perf_counter() - started > 0.1
    assert told.answer.timing.first_token_ms is not None
    assert told.answer.timing.first_token_ms >= 50
