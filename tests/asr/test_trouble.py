"""What the user is told of a recogniser in trouble."""

from app.asr.trouble import left_out, not_recognised, too_slow
from app.core.errors import GhostPilotError


def test_an_expected_failure_keeps_its_words():
    assert not_recognised(GhostPilotError("No key", "d", "Set it.")).title == "No key"


def test_an_unexpected_one_is_named():
    problem = not_recognised(ValueError("odd"))
    assert "could not be recognised" in problem.title and problem.detail == "ValueError: odd"


def test_lost_sound_is_counted():
    assert "12 s of speech" in too_slow(12.2, 10.0, at=3.0).title


def test_sound_a_service_did_not_take_names_the_service():
    problem = left_out(7.4, "speech.example", at=3.0)
    assert problem.title == "7 s of speech were left out" and "speech.example" in problem.detail
