"""Two sessions are laid side by side by their questions, down to the word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given, strategies as st

from app.core.events import Event, Passages
from app.store.compare import Words, compare, word_diff
from app.store.gpcast import Header
from app.store.sessions import Session
from tests.session_samples import passage, session, turn


def of(events: list[Event]) -> Session:
    return Session(Path("a.gpcast"), Header(), tuple(events))


def test_the_same_session_differs_in_nothing() -> None:
    pairs = compare(of(session(3)), of(session(3)))
    assert len(pairs) == 3
    for pair in pairs:
        assert [run.kind for run in pair.words()] == ["same"]
        assert pair.passages_gained() == pair.passages_lost() == ()
        assert pair.first_token_ms() == (12.5, 12.5)
        assert pair.total_ms() == (400.0, 400.0)
        assert pair.tokens() == (12, 12)


def test_a_changed_answer_shows_its_words() -> None:
    new = turn(1, 0.0, pieces=("Roll back ", "with two ", "commands."))
    (pair,) = compare(of(turn(1, 0.0)), of(new))
    assert pair.words() == (
        Words("same", "Roll back with"),
        Words("gone", " one command [1]."),
        Words("new", " two commands."),
    )


def test_passages_gained_and_lost_are_named() -> None:
    other = passage(2, "Another text.")
    new = [
        replace(event, passages=(other,)) if isinstance(event, Passages) else event
        for event in turn(1, 0.0)
    ]
    (pair,) = compare(of(turn(1, 0.0)), of(new))
    assert pair.passages_gained() == (other,)
    assert pair.passages_lost() == (passage(),)


def test_a_question_only_one_session_has_stands_alone() -> None:
    old = [*turn(1, 0.0, "One?"), *turn(2, 2.0, "Two?"), *turn(3, 4.0, "Three?")]
    new = [*turn(1, 0.0, "One?"), *turn(2, 2.0, "Three?"), *turn(3, 4.0, "Four?")]
    pairs = compare(of(old), of(new))
    assert [(pair.question, bool(pair.old), bool(pair.new)) for pair in pairs] == [
        ("One?", True, True),
        ("Two?", True, False),
        ("Three?", True, True),
        ("Four?", False, True),
    ]
    assert pairs[1].tokens() == (12, None)
    assert [run.kind for run in pairs[3].words()] == ["new"]


def test_nothing_compared_with_nothing_is_nothing() -> None:
    assert compare(of([]), of([])) == ()
    assert word_diff("", "") == ()


def test_very_long_answers_count_as_replaced() -> None:
    assert [run.kind for run in word_diff("a " * 9_000, "b " * 9_000)] == ["gone", "new"]


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_both_texts_can_be_put_together_again(old: str, new: str) -> None:
    runs = word_diff(old, new)
    assert "".join(run.text for run in runs if run.kind != "new") == old
    assert "".join(run.text for run in runs if run.kind != "gone") == new
