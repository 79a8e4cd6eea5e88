"""Sentences and their plain words."""

from app.questions.text import plain, sentences


def test_a_text_falls_into_sentences():
    found = sentences("Thanks, Mr. Hill. What is next? Fine")
    assert [part.written for part in found] == ["Thanks, Mr. Hill.", "What is next?", "Fine"]
    assert [part.marked for part in found] == [False, True, False]


def test_plain_words_lose_case_marks_and_hesitation():
    assert plain("Um, WHAT\u2019S the \u2014 the price?") == "what's the price"


def test_nothing_gives_nothing():
    assert sentences(" ... ") == [] and plain("") == ""
