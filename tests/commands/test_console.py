"""Events on the terminal: JSON lines for programs, a story with latencies for people."""

from __future__ import annotations

import json

import pytest

from app.commands.console import JsonLines, Story
from app.core.events import (
    Answer,
    AnswerDelta,
    Passages,
    Problem,
    Question,
    Timing,
    Transcript,
)

ASKED = Question("q1", 0, "Why?", "factual", "them", asked_at=2.0, emitted=2.3)


def test_json_lines_are_one_object_each(capsys: pytest.CaptureFixture[str]) -> None:
    JsonLines()(ASKED)
    JsonLines()(AnswerDelta("q1", "Because", 2.4, 2.4))
    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert next(iter(first)) == "type"
    assert (first["type"], first["asked_at"], second["text"]) == ("question", 2.0, "Because")


def test_the_story_counts_from_the_end_of_the_question(capsys: pytest.CaptureFixture[str]) -> None:
    story = Story()
    story(Transcript("them-1", "them", "Why?", 1.0, 2.0, final=True, emitted=2.3))
    story(ASKED)
    story(Passages("q1", covered=False, took_ms=1, passages=(), emitted=2.35))
    story(AnswerDelta("q1", "Not in ", emitted=2.4))
    story(AnswerDelta("q1", "your notes.", emitted=2.5))
    story(Answer("q1", "", "offline", None, "complete", Timing(1, 2), emitted=2.6))
    story(Problem("llm", "No model", "none set up", "Add one."))
    told = capsys.readouterr().out.splitlines()
    assert "+300 ms" in told[0]
    assert told[1].endswith("(factual) +300 ms")
    assert "not in your notes  +350 ms" in told[2]
    assert "(+400 ms)" in told[3]
    assert told[4] == "Not in your notes."
    assert "complete by offline  +600 ms" in told[5]
    assert "No model: none set up. Add one." in told[6]
