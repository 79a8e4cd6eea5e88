"""Pieces of one breath put together."""

from app.asr.caption import join_pieces, tidy


def test_a_stop_that_was_not_spoken_goes():
    assert join_pieces(["We moved to Kafka.", "because of the order."]) == (
        "We moved to Kafka because of the order."
    )


def test_a_new_sentence_keeps_the_stop_before_it():
    assert join_pieces(["It failed.", " Then we  rolled back.", ""]) == (
        "It failed. Then we rolled back."
    )


def test_sentences_run_together_are_parted_and_marks_not_doubled():
    assert tidy("In the States.To  begin") == "In the States. To begin"
    assert join_pieces(["In short,", ", the period"]) == "In short, the period"


def test_a_word_in_which_the_recogniser_got_stuck_is_shown_once() -> None:
    assert tidy("What does the plan plan plan plan plan plan") == "What does the plan"
    for said in ("No, no, no, no.", "Call 5 5 5 5 5 5", "Five five five five five five"):
        assert tidy(said) == said
    assert (
        tidy("one two one two one two one two one two") == "one two one two one two one two one two"
    )
