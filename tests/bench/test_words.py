"""Word errors."""

from app.bench.words import spoken_words, word_errors


def test_words_are_compared_as_spoken():
    assert spoken_words("Mr. Hill's on-call: 2!") == ["mister", "hill's", "on", "call", "two"]


def test_errors_are_counted_in_words():
    assert word_errors("go forward ten meters", "Go forward 10 meters now.") == (1, 4)
