"""Failures speak one language: a sentence for a terminal, a problem for a screen."""

from __future__ import annotations

from app.core.errors import GhostPilotError, describe


def test_an_error_reads_as_what_why_and_what_to_do() -> None:
    error = GhostPilotError("The file a.wav is empty", "0 bytes", "Choose another recording.")
    assert str(error) == "The file a.wav is empty: 0 bytes. Choose another recording."


def test_a_bare_error_is_one_sentence() -> None:
    assert str(GhostPilotError("Nothing was said.")) == "Nothing was said."


def test_an_error_becomes_a_problem_with_the_same_words() -> None:
    problem = GhostPilotError("No notes", "empty folder", "Add one.").problem("notes")
    assert (problem.where, problem.title, problem.detail) == ("notes", "No notes", "empty folder")
    assert problem.next_step == "Add one."
    assert problem.sticky


def test_a_problem_becomes_an_error_with_the_same_words() -> None:
    error = GhostPilotError("No notes", "empty folder", "Add one.")
    again = GhostPilotError.of(error.problem("notes"))
    assert str(again) == str(error)
    assert (again.title, again.detail, again.next_step) == ("No notes", "empty folder", "Add one.")


def test_an_unexpected_exception_is_described_by_class_and_message() -> None:
    assert describe(ValueError("odd")) == "ValueError: odd"
    assert describe(TimeoutError()) == "TimeoutError"
