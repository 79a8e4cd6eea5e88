"""The other side's words in the user's microphone."""

import asyncio

from app.core.events import Channel, Speech, Transcript
from app.core.tasks import spawn
from app.questions import echo
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


async def test_words_wait_for_those_they_may_repeat():
    guard = EchoGuard()
    guard.hear_voice(Speech("them", True, 1.0))
    assert await guard.repeats(Transcript("m1", "me", "What", 1.1, 1.5, False))
    waiting = spawn(guard.repeats(Transcript("m1", "me", "What does it cost", 1.1, 2.9, True)),
                    name="wait")  # fmt: skip
    await asyncio.sleep(0.05)
    assert not waiting.done()
    assert not await guard.repeats(Transcript("t1", "them", "What does it cost?", 1.0, 2.8, True))
    assert await waiting


async def test_they_do_not_wait_for_ever_nor_for_what_began_later(monkeypatch):
    monkeypatch.setattr(echo, "WAIT_S", 0.05)
    guard = EchoGuard()
    guard.hear_voice(Speech("them", True, 5.0))
    assert not await guard.repeats(Transcript("m1", "me", "I see what you mean", 1.0, 4.0, True))
    assert not await guard.repeats(Transcript("m2", "me", "I would not do that", 5.5, 7.0, True))
    guard.hear_voice(Speech("them", False, 8.0))
    assert not await guard.repeats(Transcript("m3", "me", "So be it", 7.5, 8.5, False))
