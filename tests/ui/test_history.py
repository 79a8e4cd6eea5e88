"""A reader's place among the answers of a session."""

from __future__ import annotations

from app.core.events import Answer, AnswerDelta, Passages, Question, Timing
from app.ui.history import History


def ask(name: str, revision: int = 0) -> Question:
    return Question(name, revision, f"What is {name}?", "factual", "them", 0.0)


def answered(*names: str) -> History:
    history = History()
    for name in names:
        history.apply(ask(name))
        history.apply(AnswerDelta(name, "It is "))
        history.apply(AnswerDelta(name, name))
    return history


def test_the_newest_turn_is_shown() -> None:
    history = answered("a", "b")
    assert history.shown is not None
    assert history.shown.text == "It is b"
    assert history.place == (2, 2)


def test_a_reader_who_stepped_back_stays_there() -> None:
    history = answered("a", "b")
    assert history.back()
    history.apply(ask("c"))
    assert history.place == (1, 3)


def test_stepping_forward_to_the_newest_follows_new_questions_again() -> None:
    history = answered("a", "b")
    history.back()
    history.forward()
    history.apply(ask("c"))
    assert history.place == (3, 3)


def test_a_pinned_turn_stays_until_the_pin_is_out() -> None:
    history = answered("a")
    assert history.toggle_pin()
    history.apply(ask("b"))
    assert history.place == (1, 2)
    assert not history.toggle_pin()
    assert history.place == (2, 2)


def test_nothing_before_the_first_and_after_the_last() -> None:
    history = answered("a")
    assert not history.back()
    assert not history.forward()
    assert History().place == (0, 0)


def test_a_revised_question_starts_over_in_its_place() -> None:
    history = answered("a", "b")
    history.apply(ask("a", revision=1))
    history.back()
    assert history.place == (1, 2)
    assert history.shown is not None
    assert history.shown.text == ""


def test_the_end_of_an_answer_has_the_last_word_on_its_text() -> None:
    history = answered("a")
    history.apply(Answer("a", "It is a.", "local", "m", "complete", Timing(1, 2)))
    assert history.shown is not None
    assert history.shown.text == "It is a."


def test_events_of_unknown_questions_are_left_out() -> None:
    assert History().apply(Passages("x", True, 1.0, ())) is None


def test_the_oldest_turn_goes_when_there_are_too_many_but_never_the_shown_one() -> None:
    history = History(keep=2)
    history.apply(ask("a"))
    history.toggle_pin()
    history.apply(ask("b"))
    history.apply(ask("c"))
    assert history.shown is not None
    assert history.shown.question.id == "a"
    assert history.place == (1, 2)
