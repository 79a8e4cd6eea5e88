"""Numbers in words are read as people say them."""

import pytest

from app.retrieval.spoken_numbers import spoken_numbers


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("nineteen ninety four", "1994"),
        ("twenty fifteen", "2015"),
        ("nineteen o one", "1901"),
        ("two thousand", "2000"),
        ("two thousand and five", "2005"),
        ("one thousand four hundred sixty six", "1466"),
        ("five hundred sixty five", "565"),
        ("thirty eight", "38"),
        ("twelve hundred", "1200"),
        ("ninety nine", "99"),
        ("seven", "7"),
        ("forty thousand", "40000"),
    ],
)
def test_readings(said: str, digits: str) -> None:
    assert list(spoken_numbers(said.split())) == [(0, len(said.split()), digits)]


def test_numbers_among_words() -> None:
    said = "is the p ninety five below eighty five and one".split()
    assert list(spoken_numbers(said)) == [(3, 2, "95"), (6, 2, "85"), (9, 1, "1")]


def test_words_that_only_look_like_numbers() -> None:
    assert list(spoken_numbers("a hundred and thousand o oh and".split())) == []
    assert list(spoken_numbers([])) == []
