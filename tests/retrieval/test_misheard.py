"""Unknown words are matched to the notes' own, ordinary ones only to names."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.retrieval.misheard import Vocabulary, as_said, sound
from app.retrieval.terms import stem


def vocabulary(*known: str, ordinary: Sequence[str] = ()) -> Vocabulary:
    stems = dict(zip(known, stem(known), strict=True))
    return Vocabulary(stems, lambda word: word in ordinary)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("kafca", "kafka"),
        ("kaffka", "kafka"),
        ("rollbcak", "rollback"),
        ("databse", "database"),
        ("grafanna", "grafana"),
        ("phalcon", "falcon"),
    ],
)
def test_a_slip_finds_its_word(said: str, meant: str) -> None:
    known = vocabulary("kafka", "rollback", "database", "grafana", "falcon")
    assert known.near(said)[0][0] == meant


def test_a_known_word_is_left_alone() -> None:
    heard = vocabulary("kafka", "kaffee").hear("kafka")
    assert heard.weights == {"kafka": 1.0} and heard.repaired == ""


def test_a_guess_weighs_less_and_takes_the_place_of_the_word() -> None:
    heard = vocabulary("kafka").hear("Why is kafca slow?")
    assert 0 < heard.weights["kafka"] < 1 and "kafca" not in heard.weights
    assert heard.repaired == "why is kafka slow"


def test_a_word_heard_as_two_is_joined() -> None:
    heard = vocabulary("kubernetes").hear("is kuber netes up")
    assert "kubernet" in heard.weights
    assert heard.repaired == "is kubernetes up"


def test_an_ordinary_word_is_only_taken_for_a_name() -> None:
    known = vocabulary("post", "raman", ordinary=("cost", "post", "ramen"))
    assert known.near("cost") == []
    assert known.near("ramen")[0][0] == "raman"


def test_short_words_numbers_and_stop_words_are_not_guessed() -> None:
    known = vocabulary("kafka", "2025", "there")
    heard = known.hear("thee kaf 2024")
    assert known.near("kaf") == known.near("2024") == []
    assert heard.repaired in ("", "there kaf 2024")
    assert vocabulary("them").hear("then").repaired == ""


def test_nothing_to_hear() -> None:
    assert vocabulary("kafka").hear("").sought == vocabulary().hear("?!").sought == ()
    assert vocabulary().hear("kafka").weights == {"kafka": 1.0}


def test_as_said_guesses_nothing() -> None:
    assert as_said("Why is kafca slow?").weights == {"kafca": 1.0, "slow": 1.0}


def test_words_that_sound_alike_share_a_key() -> None:
    assert sound("phone") == sound("fone")
    assert sound("kafka") == sound("cafca") != sound("mongo")
