"""How a batch session listens unless told otherwise."""

from app.asr.listening import REMOTE, Listening, unchanged


def test_a_local_engine_speculates_and_a_paid_one_waits_for_a_real_pause():
    assert Listening().rules.pause < REMOTE.pause < REMOTE.settle < REMOTE.end


def test_texts_stay_as_heard_without_notes():
    assert unchanged("as heard") == "as heard"
