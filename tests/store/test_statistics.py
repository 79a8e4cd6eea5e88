"""The figures of a session are those one would count by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.events import Event, Transcript
from app.store.gpcast import Header
from app.store.sessions import Session
from app.store.statistics import percentile, repeated, statistics
from app.store.turns import turns_of
from tests.session_samples import session, turn


def of(events: list[Event]) -> Session:
    return Session(Path("a.gpcast"), Header(), tuple(events))


def test_a_session_in_figures() -> None:
    mine = Transcript("u9", "me", "let me check that for you", 8.0, 10.0, True, 10.1)
    found = statistics(of([*session(3), mine]))
    assert (found.turns, found.ended, found.duration) == (3, {"complete": 3}, 10.1)
    assert (found.prompt_tokens, found.completion_tokens) == (930, 36)
    assert found.talk["them"].seconds == pytest.approx(3.0)
    assert found.talk["them"].pace == pytest.approx(7 * 60)
    assert found.talk["me"].pace == pytest.approx(180)
    assert found.talk_ratio == pytest.approx(0.4)
    assert found.latency["first token"].count == 3
    assert found.latency["first token"].p50 == pytest.approx(400)
    assert found.latency["last token"].p95 == pytest.approx(550)


def test_an_empty_session_has_figures_too() -> None:
    found = statistics(of([]))
    assert (found.turns, found.latency, found.talk_ratio, found.repeated) == (0, {}, None, ())
    assert found.talk["me"].pace == 0


def test_the_same_question_in_other_words_order_counts_as_repeated() -> None:
    events = [
        *turn(1, 0.0, "How do you roll back a deploy?"),
        *turn(2, 2.0, "What does it cost?"),
        *turn(3, 4.0, "how do you roll back a deploy"),
        *turn(4, 6.0, "So, how do you roll back a deploy?"),
    ]
    assert repeated(turns_of(events)) == ((1, 3, 4),)


def test_a_revision_is_no_repetition() -> None:
    events = turn(1, 0.0)
    assert repeated(turns_of([*events, *events])) == ()


def test_percentiles_are_values_that_occurred() -> None:
    values = [float(n) for n in range(1, 101)]
    assert (percentile(values, 50), percentile(values, 95)) == (50.0, 95.0)
    assert percentile([7.0], 95) == 7.0
