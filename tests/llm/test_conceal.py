"""What is personal is hidden before sending and comes back in the answer, however it is cut."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, strategies as st

from app.llm.conceal import KINDS, Concealer, Revealer

TEXT = (
    "Write to ann.lee+x@mail.example.org or call +46 70-123 45 67. Card 4111 1111 1111 1111, "
    "key sk-abcdefghijklmnop0123, Project Falcon starts 2026-11-20. "
    "Mail ann.lee+x@mail.example.org."
)


def everything(*terms: str) -> Concealer:
    return Concealer(KINDS, terms)


def test_each_kind_is_hidden_and_comes_back() -> None:
    hider = everything("project falcon")
    hidden = hider.hide(TEXT)
    assert hidden == (
        "Write to [EMAIL_1] or call [PHONE_1]. Card [CARD_1], key [KEY_1], [TERM_1] starts "
        "2026-11-20. Mail [EMAIL_1]."
    )
    assert hider.show(hidden) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "It takes 120 ms, 99.95 % of 1000 calls.",
        "Version 3.11.7 on 2026-11-20 at 10:30.",
        "On 20.11.2026 port 8080 of 192.168.1.5",
        "Order 1234567812345678 has no valid check digit"[:5],
        "[1] and [2] are citations",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    hidden = Concealer(("email", "card", "key")).hide(text)
    assert hidden == text
    assert "2026-11-20" in everything().hide("on 2026-11-20")


def test_only_what_was_chosen() -> None:
    assert not Concealer(()).active
    assert Concealer(()).hide(TEXT) == TEXT
    assert "[EMAIL_1]" in Concealer(("email",)).hide(TEXT)
    assert "4111" in Concealer(("email",)).hide(TEXT)


def test_terms_are_whole_words_in_any_case() -> None:
    hider = Concealer((), ["Acme", " ", "Acme Corp"])
    assert hider.hide("ACME and acme corp, but not acmeism") == (
        "[TERM_1] and [TERM_2], but not acmeism"
    )


def test_a_mark_that_already_stands_in_the_text_means_itself() -> None:
    hider = everything()
    text = "Use [EMAIL_1] as placeholder, mine is a@b.example"
    hidden = hider.hide(text)
    assert hidden == "Use [EMAIL_1] as placeholder, mine is [EMAIL_2]"
    assert hider.show(hidden) == text


PIECES = st.sampled_from(
    ["a@b.example", "x@y.example", "+49 30 1234567", "4111111111111111", "[EMAIL_1]", "[", "]",
     "[PHONE_", "word ", " ", "\n", "sk-abcdefghijklmnop0123", "[1]", "Acme", "EMAIL_1]"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=20).map("".join), st.lists(st.integers(0, 200), max_size=8))
def test_it_round_trips_through_any_stream(text: str, cuts: list[int]) -> None:
    hider = everything("acme")
    hidden = hider.hide(text)
    revealer = Revealer(hider)
    places = sorted({min(cut, len(hidden)) for cut in cuts} | {0, len(hidden)})
    shown = "".join(revealer.feed(hidden[start:end]) for start, end in itertools.pairwise(places))
    assert shown + revealer.finish() == text


@given(st.text(max_size=200))
def test_it_round_trips_any_text(text: str) -> None:
    hider = everything("e", "the")
    assert hider.show(hider.hide(text)) == text


def test_only_a_possible_mark_is_held_back() -> None:
    hider = everything()
    hider.hide("a@b.example")
    revealer = Revealer(hider)
    assert revealer.feed("Write to [EM") == "Write to "
    assert revealer.feed("AIL_1") == ""
    assert revealer.feed("] now [no") == "a@b.example now [no"
    assert revealer.feed(" [") == " "
    assert revealer.finish() == "["


def test_a_name_that_is_a_word_of_what_is_hidden_stays_here() -> None:
    hider = everything("Project Nightingale")
    assert hider.may_leave("Kafka")
    assert not hider.may_leave("nightingale")
    assert not hider.may_leave("ann@example.com")
