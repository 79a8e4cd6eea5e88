"""The labelled utterances, and that the detector holds its goals on them."""

from pathlib import Path

import pytest

from app.bench.labelled import Labelled, bare, load, score

DATA = Path(__file__).resolve().parents[1] / "data" / "questions"


def test_counting():
    rows = [
        Labelled("What is the price?", True, "direct", "factual"),
        Labelled("You left?", True, "marked", None),
        Labelled("It rains.", False, "statement", None),
    ]
    written, without = score(rows, punctuation=True), score(rows, punctuation=False)
    assert (written.precision, written.recall) == (1.0, 1.0)
    assert (without.precision, without.recall) == (1.0, 0.5)
    assert without.forms["marked"] == (0, 1) and without.wrong == [rows[1]]
    assert (written.kinds_right, written.kinds) == (1, 1)


def test_a_bare_transcript_has_no_marks():
    assert bare("Well, what's on-call?") == "well what's on call"


def test_the_halves_are_large_and_apart():
    dev, test = load(DATA / "dev.jsonl"), load(DATA / "test.jsonl")
    assert len(dev) + len(test) >= 300
    assert not {row.text.lower() for row in dev} & {row.text.lower() for row in test}


@pytest.mark.parametrize(("punctuation", "goal"), [(True, 0.95), (False, 0.90)])
def test_the_detector_holds_its_goals_on_the_test_half(punctuation: bool, goal: float):
    result = score(load(DATA / "test.jsonl"), punctuation=punctuation)
    assert result.precision >= goal and result.recall >= goal
