"""Events go to JSON and come back unchanged; what is no event is refused in words."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from app.core.events import (
    AnswerDelta,
    Egress,
    Event,
    Health,
    Info,
    Problem,
    Status,
    Transcript,
)
from app.core.wire import NAMES, from_json, to_json
from tests.session_samples import session, turn

OTHERS: list[Event] = [
    Egress("local", "example.com", ("talk", "passages"), 1200, 1.0, 1.0),
    Health("me", 0.25, "silent", "no sound for 10 s", 2.0, 2.0, "check the plug"),
    Info("failover", "b", "failover from a", "a: 503", 3.0, 3.0),
    Status("listening", True, "", 4.0, 4.0),
    Problem("llm", "No answer", "401", "Check the key.", sticky=True, question="q1"),
]


@pytest.mark.parametrize("event", [*session(1), *OTHERS], ids=lambda event: type(event).__name__)
def test_an_event_survives_the_way_through_json(event: Event) -> None:
    line = json.dumps(to_json(event), ensure_ascii=False)
    assert from_json(json.loads(line)) == event


def test_every_kind_of_event_has_a_name() -> None:
    assert set(NAMES) == set(get_args(Event))


def test_the_type_stands_first() -> None:
    for event in session(1):
        assert next(iter(to_json(event))) == "type"


def test_the_documented_keys_stand_in_the_documented_order() -> None:
    *_, passages, _, delta = (to_json(event) for event in turn(1, 0.0)[:7])
    assert list(passages)[:5] == ["type", "question", "covered", "took_ms", "passages"]
    assert list(passages["passages"][0])[:7] == [
        *("id", "note", "heading", "line", "text", "score", "why")
    ]
    assert list(delta)[:3] == ["type", "question", "text"]
    answer = to_json(turn(1, 0.0)[-1])
    assert list(answer)[:9] == [
        *("type", "question", "text", "provider", "model", "ended", "usage", "timing", "citations")
    ]


def test_the_recognisers_own_words_appear_only_where_they_differ() -> None:
    same = Transcript("u1", "them", "Kafka", 0.0, 1.0, True)
    repaired = Transcript("u1", "them", "Kafka", 0.0, 1.0, True, heard="cough car")
    assert "heard" not in to_json(same)
    assert to_json(repaired)["heard"] == "cough car"


def test_unknown_keys_are_ignored_and_missing_times_are_zero() -> None:
    event = from_json({"type": "delta", "question": "q1", "text": "a", "colour": "red"})
    assert event == AnswerDelta("q1", "a")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({}, "unknown type None"),
        ({"type": "banana"}, "unknown type 'banana'"),
        ({"type": ["delta"]}, "unknown type"),
        ({"type": "delta", "question": "q1"}, "text is missing"),
        ({"type": "delta", "question": 7, "text": ""}, "question: 7 is no str"),
        ({"type": "delta", "question": "q", "text": "", "at": "now"}, "at: 'now' is no number"),
        ({"type": "delta", "question": "q", "text": "", "at": True}, "at: True is no number"),
        ({"type": "delta", "question": "q", "text": "", "at": 1e999}, "at: inf is no number"),
        ({"type": "delta", "question": "q", "text": "", "at": 10**400}, "is no number"),
        ({"type": "status", "level": "dancing", "recording": True}, "is not one of"),
        (
            {"type": "passages", "question": "q", "covered": True, "took_ms": 1, "passages": 3},
            "list",
        ),
        (
            {"type": "passages", "question": "q", "covered": True, "took_ms": 1, "passages": [1]},
            "Passage: not an object",
        ),
    ],
)
def test_what_is_no_event_is_refused_with_its_reason(value: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        from_json(value)
