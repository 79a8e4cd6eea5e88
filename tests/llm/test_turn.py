"""A question's time, text and end."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from app.core.events import Usage
from app.core.sections import Answers, Privacy
from app.core.settings import Provider, Settings
from app.llm.base import Finish, Piece
from app.llm.classify import Failure, ProviderFailure
from app.llm.turn import Turn
from tests.llm.narrating import request

A = Provider("a", "http://127.0.0.1/v1", "m")


def turn(covered: bool = True, **settings: object) -> Turn:
    made = Turn(request(covered=covered), Settings(**settings))  # type: ignore[arg-type] - by name
    made.begin(2)
    return made


def heard(turn: Turn, *pieces: Piece) -> str:
    return "".join([*(turn.read(piece) for piece in pieces), turn.rest()])


def text(*words: str) -> list[Piece]:
    return [Piece("text", word) for word in words]


def test_the_visible_text_is_the_answers() -> None:
    one = turn()
    shown = heard(one, Piece("reasoning", "hm"), *text("\n", " Roll", " back [1", "] [8].", " "))
    assert shown == "Roll back [1] [8?]. "
    assert one.finish(A, Finish("stop", True, Usage(5, 10)), whole=True) == []
    assert one.answer is not None
    assert one.answer.text == shown
    assert (one.answer.citations, one.answer.ended) == ((1,), "complete")
    assert one.over


def test_not_in_your_notes_is_said_before_the_first_word() -> None:
    one = turn(covered=False)
    assert one.read(Piece("text", " ")) == ""
    assert heard(one, *text("Ask", " them.")) == "Not in your notes. Ask them."


def test_what_was_hidden_comes_back() -> None:
    one = turn(privacy=Privacy(conceal=("email",)))
    assert one.concealer.hide("a@b.example") == "[EMAIL_1]"
    assert heard(one, *text("Write to [EM", "AIL_1]", " now.")) == "Write to a@b.example now."


@pytest.mark.parametrize(
    ("reason", "whole", "ended"),
    [
        ("stop", True, "complete"),
        ("length", True, "complete"),
        ("content_filter", True, "filtered"),
    ],
)
def test_ends(reason: str, whole: bool, ended: str) -> None:
    one = turn()
    heard(one, *text("word"))
    one.finish(A, Finish(reason, True), whole=whole)
    assert one.answer is not None
    assert one.answer.ended == ended


def test_a_refusal_is_shown_and_counts_as_filtered() -> None:
    one = turn()
    assert heard(one, Piece("refusal", "I cannot.")) == "I cannot."
    one.finish(A, Finish("stop", True), whole=True)
    assert one.answer is not None
    assert one.answer.ended == "filtered"


@pytest.mark.parametrize(
    ("pieces", "reason", "kind"),
    [
        ([], "stop", "hollow"),
        ([Piece("text", " \n")], "stop", "hollow"),
        ([Piece("reasoning", "x")], "length", "hollow"),
        ([Piece("tool", "")], "tool_calls", "hollow"),
        ([], "content_filter", "filter"),
    ],
)
def test_a_success_without_words_is_a_failure(pieces: list[Piece], reason: str, kind: str) -> None:
    one = turn()
    assert heard(one, *pieces) == ""
    with pytest.raises(ProviderFailure) as caught:
        one.finish(A, Finish(reason, True), whole=True)
    assert caught.value.failure.kind == kind
    assert one.answer is None


def test_an_end_without_a_reason_is_a_failure() -> None:
    one = turn()
    heard(one, *text("half"))
    with pytest.raises(ProviderFailure):
        one.finish(A, Finish(None, False), whole=False)
    problem = one.interrupted(A, Failure("busy", "connection dropped"))
    assert problem.detail == "connection dropped"
    assert not problem.sticky
    assert one.answer is not None
    assert (one.answer.text, one.answer.ended) == ("half", "interrupted")


def test_the_users_time_is_not_the_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter((10.0, 10.1, 15.0, 15.2, 15.2))  # made, paused, resumed, and asked twice
    monkeypatch.setattr("app.llm.turn.time", SimpleNamespace(perf_counter=clock.__next__))
    one = turn(answers=Answers(chain_s=1.0))
    one.pause()
    one.pause()
    one.resume()
    one.resume()
    assert one.left_s == pytest.approx(0.7)
    assert one.ms == pytest.approx(5200)


def test_the_mode_is_the_requests_or_the_settings() -> None:
    assert turn(answers=Answers(mode="support")).mode == "support"
    assert Turn(request(mode="incident"), Settings()).mode == "incident"
