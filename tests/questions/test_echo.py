"""The other side's words in the user's microphone."""

from app.core.events import Channel, Transcript
from app.questions.echo import EchoGuard


def said(channel: Channel, text: str, started: float, ended: float, *, final: bool = True):
    return Transcript(f"{channel}-{started}", channel, text, started, ended, final)


def test_the_loudspeaker_in_the_microphone_is_an_echo():
    guard = EchoGuard()
    assert not guard.is_echo(said("them", "How do you roll back a deployment?", 1.0, 3.0))
    assert guard.is_echo(said("me", "How do you roll back the deployment.", 1.1, 3.2))


def test_a_part_of_it_is_an_echo_too_and_a_partial_is_enough():
    guard = EchoGuard()
    guard.is_echo(said("them", "How do you roll back a deployment?", 1.0, 3.0, final=False))
    assert guard.is_echo(said("me", "roll back a deployment", 1.9, 3.1))
    assert guard.is_echo(said("me", "deployment", 2.4, 3.1))


def test_the_same_words_said_afterwards_are_the_users_own():
    guard = EchoGuard()
    guard.is_echo(said("them", "How do you roll back a deployment?", 1.0, 3.0))
    assert not guard.is_echo(said("me", "How do we roll back a deployment?", 4.5, 6.5))


def test_other_words_at_the_same_time_are_the_users_own():
    guard = EchoGuard()
    guard.is_echo(said("them", "How do you roll back a deployment?", 1.0, 3.0))
    assert not guard.is_echo(said("me", "Sorry, can I interrupt you there?", 1.5, 2.9))
    assert not guard.is_echo(said("me", "Yes.", 1.5, 1.8))


def test_the_other_side_is_never_an_echo():
    guard = EchoGuard()
    guard.is_echo(said("me", "I think so too.", 1.0, 2.0))
    assert not guard.is_echo(said("them", "I think so too.", 1.1, 2.1))
