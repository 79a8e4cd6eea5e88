"""Judging a session: each expected question noticed, answered, and from the right note."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.commands.verdict import Expected, judge, read_expected, stage_times
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import (
    Answer,
    AnswerDelta,
    Event,
    Passage,
    Passages,
    Question,
    Timing,
    Why,
)

ASKED = Question("q1", 0, "What does it cost?", "factual", "them", asked_at=4.0, emitted=4.3)
PASSAGE = Passage("p", "49 a month", "pricing.md", "Plans", "pricing.md", 1, 0.03, Why(1, 1))
FOUND = Passages("q1", True, 2.0, (PASSAGE,), emitted=4.4)
NOTHING = Passages("q1", False, 2.0, (), emitted=4.4)
SAID = AnswerDelta("q1", "49", emitted=4.5)
ANSWER = Answer("q1", "49", "offline", None, "complete", Timing(1, 2), emitted=4.6)
PRICE = Expected("What does it cost?", "pricing.md", 4.1)
UNKNOWN = Expected("What does it cost?", None, 4.1)


@pytest.mark.parametrize(
    ("expected", "events", "reason"),
    [
        (PRICE, [ASKED, FOUND, SAID, ANSWER], ""),
        (UNKNOWN, [ASKED, NOTHING, SAID, ANSWER], ""),
        (PRICE, [], "was not noticed"),
        (PRICE, [ASKED, FOUND], "was not answered"),
        (PRICE, [ASKED, NOTHING, SAID, ANSWER], "was taken as missing"),
        (UNKNOWN, [ASKED, FOUND, SAID, ANSWER], "should be missing"),
        (Expected("It?", "faq.md", 4.0), [ASKED, FOUND, SAID, ANSWER], "without a passage of faq"),
        (Expected("It?", "pricing.md", 9.0), [ASKED, FOUND, SAID, ANSWER], "was not noticed"),
        (Expected("what does it cost", "pricing.md", None), [ASKED, FOUND, SAID, ANSWER], ""),
    ],
)
def test_each_way_to_fall_short_is_told(
    expected: Expected, events: list[Event], reason: str
) -> None:
    (verdict,) = judge([expected], events)
    assert verdict.reason.startswith(reason) or reason in verdict.reason
    assert bool(verdict.reason) == bool(reason)


def test_one_question_does_not_answer_two_expectations() -> None:
    verdicts = judge([PRICE, PRICE], [ASKED, FOUND, SAID, ANSWER])
    assert [bool(verdict.reason) for verdict in verdicts] == [False, True]


def test_stages_are_real_time_from_the_end_of_the_question() -> None:
    stages = stage_times([ASKED, FOUND, SAID, SAID, ANSWER], Clock(rate=2.0))
    rounded = {stage: [round(ms) for ms in times] for stage, times in stages.items()}
    assert rounded == {
        "question": [150],
        "passages": [200],
        "first token": [250],
        "answer": [300],
    }


def test_the_list_beside_a_recording_is_read(tmp_path: Path) -> None:
    recording = tmp_path / "call.wav"
    assert read_expected(recording) == ()
    listed = tmp_path / "call.wav.expected.jsonl"
    listed.write_text('{"text": "Why?", "note": null}\n{"question": "How?", "note": "a.md"}\n')
    assert read_expected(recording) == (
        Expected("Why?", None, None),
        Expected("How?", "a.md", None),
    )
    listed.write_text('{"note": "a.md"}\n')
    with pytest.raises(GhostPilotError, match=r"call\.wav\.expected\.jsonl"):
        read_expected(recording)
