"""When a conversation has begun and when it is over, decided from voices and silence."""

from __future__ import annotations

from app.core.presence import Absence, Arrival

FRAME = 0.032


def frames(arrival: Arrival, voice: bool, seconds: float, enough: float = 3.0) -> int:
    """How often it said that a conversation has begun."""
    return sum(arrival.hear(voice, FRAME, enough) for _ in range(round(seconds / FRAME)))


def test_speech_that_lasts_is_a_conversation_and_is_told_once() -> None:
    arrival = Arrival()
    assert frames(arrival, True, 2.9) == 0
    assert frames(arrival, True, 0.2) == 1


def test_pauses_between_words_do_not_start_the_count_anew() -> None:
    arrival = Arrival()
    for _ in range(3):
        assert frames(arrival, True, 0.9) == 0
        frames(arrival, False, 0.3)
    assert frames(arrival, True, 1.0) == 1


def test_a_notification_every_now_and_then_is_no_conversation() -> None:
    arrival = Arrival()
    for _ in range(20):
        assert frames(arrival, True, 1.0) == 0
        frames(arrival, False, 4.0)


def test_silence_is_counted_from_the_last_voice_of_either_side() -> None:
    absence = Absence()
    absence.begin(100.0)
    assert absence.lasts(130.0) == 30.0
    absence.hear("them", True, 140.0)
    absence.hear("me", True, 150.0)
    absence.hear("me", False, 160.0)
    assert absence.lasts(500.0) == 0.0, "the other side still speaks"
    absence.hear("them", False, 500.0)
    assert absence.lasts(520.0) == 20.0


def test_listening_anew_begins_a_new_silence() -> None:
    absence = Absence()
    absence.hear("them", True, 10.0)
    absence.begin(1000.0)
    assert absence.lasts(1060.0) == 60.0
