"""The batch adapter: drawn sound, a decoder that reports what it was given."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from itertools import pairwise

import pytest

from app.asr.batch import BatchSession
from app.asr.listening import Listening
from app.asr.utterance import Cuts
from app.asr.worker import DecodeWorker
from app.core.errors import GhostPilotError
from app.core.events import Egress, Info, Problem, Speech, Transcript
from tests.asr.sounds import LoudnessDetector, close_and_collect, feed, finals, silence, voice

MakeSession = Callable[..., BatchSession]


def seconds_of_voice(pcm: bytes) -> float:
    return round(pcm.count(b"\x00\x40") / 16_000, 1)


@pytest.fixture
async def make() -> AsyncIterator[MakeSession]:
    worker = DecodeWorker("test")

    def make_session(decode=lambda pcm: f"{seconds_of_voice(pcm)} s.", **options) -> BatchSession:
        listening = Listening(make_detector=LoudnessDetector, **options)
        return BatchSession("them", worker, decode, listening)

    yield make_session
    worker.close()


async def test_an_utterance_has_its_own_times_and_text(make: MakeSession):
    session = make()
    feed(session, silence(1.024) + voice(1.024) + silence(1.0), at=10.0)
    await session.flush()
    heard = await close_and_collect(session)
    [final] = finals(heard)
    assert final.utterance == "them-1102" and final.text == "1.0 s."
    assert final.started == pytest.approx(11.02, abs=0.05)
    assert final.ended == pytest.approx(12.05, abs=0.05)
    speech = [x for x in heard if isinstance(x, Speech)]
    assert [(x.speaking, round(x.at, 1)) for x in speech] == [(True, 11.0), (False, 12.0)]


async def test_the_start_of_a_word_is_kept(make: MakeSession):
    sizes: list[int] = []
    session = make(lambda pcm: sizes.append(len(pcm)) or "word", partials=False)
    feed(session, silence(1.0) + voice(0.96) + silence(1.0))
    await session.flush()
    await close_and_collect(session)
    assert sizes[-1] / 32_000 == pytest.approx(0.96 + 4 * 0.032 + 3 * 0.032, abs=0.04)


async def test_a_question_ends_sooner_than_a_statement(make: MakeSession):
    pause = voice(0.96) + silence(0.4) + voice(0.96) + silence(1.0)
    asked = make(lambda pcm: "Is it?")
    told = make(lambda pcm: "It is.")
    for session in (asked, told):
        feed(session, pause)
        await session.flush()
    assert len(finals(await close_and_collect(asked))) == 2
    assert len(finals(await close_and_collect(told))) == 1


async def test_flush_ends_what_is_still_being_said(make: MakeSession):
    session = make()
    feed(session, voice(1.0))
    await session.flush()
    assert [x.text for x in finals(await close_and_collect(session))] == ["1.0 s."]


async def test_silence_and_clicks_say_nothing(make: MakeSession):
    session = make()
    feed(session, silence(1.0) + voice(0.04) + silence(2.0))
    await session.flush()
    assert finals(await close_and_collect(session)) == []


async def test_a_long_turn_is_decoded_in_pieces_that_join(make: MakeSession):
    sizes: list[float] = []

    def decode(pcm: bytes) -> str:
        sizes.append(len(pcm) / 32_000)
        return f"{seconds_of_voice(pcm)}"

    session = make(decode, partials=False)
    feed(session, (voice(5.0) + silence(0.32)) * 4 + silence(1.0))
    await session.flush()
    [final] = finals(await close_and_collect(session))
    assert final.text == "5.0 5.0 5.0 5.0"
    assert max(sizes) < 6.0


async def test_a_turn_without_any_pause_is_cut(make: MakeSession):
    session = make(lambda pcm: f"{seconds_of_voice(pcm)}", cuts=Cuts(forced_s=4.0))
    feed(session, voice(10.0) + silence(1.0))
    await session.flush()
    [final] = finals(await close_and_collect(session))
    assert sum(map(float, final.text.split())) == pytest.approx(10.0, abs=0.2)


async def test_an_endless_turn_is_reported_in_parts(make: MakeSession):
    session = make(partials=False, cuts=Cuts(longest_s=10.0))
    feed(session, (voice(5.0) + silence(0.32)) * 5 + silence(1.0))
    await session.flush()
    found = finals(await close_and_collect(session))
    assert len({x.utterance for x in found}) == 3
    assert all(one.ended <= two.started for one, two in pairwise(found))


async def test_a_hole_in_the_sound_ends_the_utterance(make: MakeSession):
    session = make()
    feed(session, voice(1.0), at=0.0)
    feed(session, voice(1.0) + silence(1.0), at=5.0)
    await session.flush()
    found = finals(await close_and_collect(session))
    assert [round(x.ended) for x in found] == [1, 6]


async def test_a_failing_decoder_is_reported_once_and_listening_goes_on(make: MakeSession):
    calls = iter([GhostPilotError("No"), ValueError("odd"), None])

    def decode(pcm: bytes) -> str:
        failure = next(calls)
        if failure:
            raise failure
        return "Heard."

    session = make(decode)
    feed(session, (voice(0.5) + silence(1.0)) * 3)
    await session.flush()
    heard = await close_and_collect(session)
    assert [x.title for x in heard if isinstance(x, Problem)] == ["No"]
    assert [x.text for x in finals(heard)] == ["Heard."]


async def test_partials_come_before_the_final_and_name_the_same_utterance(make: MakeSession):
    session = make(lambda pcm: f"{len(pcm)}")
    feed(session, voice(1.0) + silence(0.2) + voice(1.0) + silence(1.0))
    await session.flush()
    said = [x for x in await close_and_collect(session) if isinstance(x, Transcript)]
    assert said[-1].final and {x.utterance for x in said} == {"them-0"}
    assert len(said) > 1 and not any(x.final for x in said[:-1])


async def test_sound_that_waits_too_long_is_dropped_and_reported(make: MakeSession):
    session = make(max_lag_s=5.0)
    feed(session, voice(30.0))
    assert session.lag_s <= 5.0 and session.dropped_s == pytest.approx(25.0, abs=0.1)
    await session.flush()
    heard = await close_and_collect(session)
    [problem] = [x for x in heard if isinstance(x, Problem)]
    assert "25 s of speech" in problem.title
    lags = [x.note for x in heard if isinstance(x, Info)]
    assert "s behind" in lags[0] and lags[-1] == "The recogniser has caught up."


async def test_lag_is_seen_and_worked_off(make: MakeSession):
    session = make()
    feed(session, silence(20.0))
    assert session.lag_s == pytest.approx(20.0, abs=0.1)
    await session.flush()
    assert session.lag_s == pytest.approx(0.0, abs=0.1) and session.dropped_s == 0
    await session.aclose()


async def test_closing_twice_and_feeding_afterwards_do_nothing(make: MakeSession):
    session = make()
    await session.aclose()
    await session.aclose()
    feed(session, voice(1.0))
    await session.flush()
    assert [x async for x in session.events()] == []


async def test_a_mended_text_shows_what_was_heard_too(make: MakeSession):
    session = make(lambda pcm: "on Kubernetis", mend=lambda t: t.replace("tis", "tes"))
    feed(session, voice(1.0))
    await session.flush()
    [final] = finals(await close_and_collect(session))
    assert (final.text, final.heard) == ("on Kubernetes", "on Kubernetis")


async def test_sound_that_leaves_the_machine_is_told(make: MakeSession):
    session = make(lambda pcm: "Yes.", sent_to=("azure", "example.org"), partials=False)
    feed(session, voice(1.0))
    await session.flush()
    [sent] = [x for x in await close_and_collect(session) if isinstance(x, Egress)]
    assert (sent.provider, sent.host, sent.content) == ("azure", "example.org", ("audio",))
    assert sent.bytes > 30_000


async def test_what_reads_like_a_question_ends_sooner_too(make: MakeSession):
    pause = voice(0.96) + silence(0.45) + voice(0.96) + silence(1.0)
    session = make(lambda pcm: "Tell me more.", complete=lambda text: "Tell me" in text)
    feed(session, pause)
    await session.flush()
    assert len(finals(await close_and_collect(session))) == 2


@pytest.mark.expects_log
async def test_a_session_that_failed_for_good_does_not_keep_its_caller_waiting():
    def broken() -> LoudnessDetector:
        raise RuntimeError("gone")

    worker = DecodeWorker("test")
    session = BatchSession("them", worker, lambda pcm: "", Listening(make_detector=broken))
    feed(session, voice(0.5))
    await session.flush()
    await session.aclose()
    worker.close()
