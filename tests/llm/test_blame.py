"""Reasons are told once, together where they pass, apart where the user must act."""

from __future__ import annotations

from app.core.events import Problem
from app.llm.blame import Blame
from app.llm.classify import Failure


def test_what_needs_the_user_is_told_once() -> None:
    blame = Blame()
    blame.failed("a", Failure("auth", "401", "Incorrect key"))
    (problem,) = blame.lasting()
    assert problem.sticky
    assert problem.detail == "401; it says: Incorrect key"
    assert blame.lasting() == []
    assert blame.all() == []


def test_passing_troubles_are_told_as_one() -> None:
    blame = Blame()
    blame.failed("a", Failure("busy", "503"))
    blame.failed("b", Failure("unreachable", "no connection"))
    blame.failed("c", Failure("quota", "402"))
    assert blame.last == ("c", "402")
    quota, rest = blame.all()
    assert quota.title == "The account at c is used up"
    assert rest.title == "No provider answered"
    assert rest.detail == "a: 503; b: no connection"
    assert rest.sticky


def test_a_single_trouble_keeps_its_own_words() -> None:
    blame = Blame()
    blame.failed("a", Failure("busy", "429", retry_after=30.0))
    (problem,) = blame.all()
    assert problem.title == "a is overloaded"
    assert problem.detail == "429; it asks to wait 30 s"
    assert problem.sticky


def test_an_earlier_reason_stands_when_a_provider_is_passed_over_later() -> None:
    blame = Blame()
    blame.failed("a", Failure("busy", "503"))
    blame.skipped("a", Problem("llm", "a rests after a failure"), "resting")
    assert blame.all()[0].title == "a is overloaded"
    assert blame.last == ("a", "resting")
