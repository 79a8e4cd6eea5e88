"""Names of the notes that were heard wrong."""

import pytest
from hypothesis import given, strategies as st

from app.asr.repair import Mender, Repair, ordinary_words, sound_of
from app.asr.vocabulary import Vocabulary

TERMS = [
    "Kubernetes",
    "PostgreSQL",
    "Northwind",
    "Lindqvist",
    "Terraform",
    "Kafka",
    "Grafana",
    "API",
]


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("We run it on Kubernetis now.", "We run it on Kubernetes now."),
        ("Ask Maya Lindquist about it", "Ask Maya Lindqvist about it"),
        ("the north wind account", "the Northwind account"),
        ("is terra form hard", "is Terraform hard"),
        ("Graphana's panels", "Grafana's panels"),
    ],
)
def test_a_misheard_term_is_put_right(heard: str, meant: str):
    assert Repair(TERMS).mend(heard) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Why did you choose coffee?",
        "The wind came from the north, wind and rain.",
        "We have to transform the graph and the former terrace.",
        "Kubernetes, kafka and Terraform are fine as they are.",
        "He was not an ill-disposed young man.",
        "We run everything on Kubernetes and on postgres, Terraforms included.",
        "Deployments were rolled back twice in 2024.",
        "",
    ],
)
def test_other_words_are_left_alone(text: str):
    assert Repair(TERMS).mend(text) == text


def test_two_terms_that_come_equally_close_are_both_left():
    assert Repair(["Marlow", "Marlon"], ordinary=()).mend("Marlov") == "Marlov"


@given(st.lists(st.sampled_from(sorted(ordinary_words())), max_size=12))
def test_no_single_ordinary_word_is_ever_replaced(words: list[str]):
    terms = ["Kubernetes", "Lindqvist"]
    assert Repair(terms).mend(". ".join(words)) == ". ".join(words)


def test_words_that_sound_alike():
    assert sound_of("Lindquist")[:4] == sound_of("Lindqvist")[:4]
    assert sound_of("Grafana") == sound_of("Graphana")


def test_the_terms_of_the_moment_are_used():
    terms: list[str] = []
    mender = Mender(Vocabulary(lambda: tuple(terms)))
    assert mender("Kubernetis") == "Kubernetis"
    terms.append("Kubernetes")
    assert mender("Kubernetis") == "Kubernetes"
