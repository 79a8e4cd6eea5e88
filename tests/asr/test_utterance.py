"""What is held of the speech in progress."""

from app.asr.utterance import Cuts, Utterance, ends_like_question, utterance_id


def test_held_frames_are_counted_and_joined():
    utterance = Utterance("them-1", 0.0, 0.1)
    utterance.held += [(b"ab", 0.9), (b"cd", 0.1)]
    assert utterance.held_s == 0.064 and utterance.sound() == b"abcd"


def test_a_question_mark_ends_a_question():
    assert ends_like_question("Is it? ") and not ends_like_question("It is.")


def test_the_longer_a_turn_the_shorter_the_pause_that_cuts_it():
    cuts = Cuts(pauses=((4.0, 8), (8.0, 3)))
    assert cuts.allow(4.5, 8) and not cuts.allow(4.5, 3) and cuts.allow(8.5, 3)


def test_a_name_tells_the_channel_and_when():
    assert utterance_id("them", 12.345) == "them-1234"
    assert utterance_id("them", 12.0) != utterance_id("me", 12.0)
