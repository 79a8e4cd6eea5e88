"""The text of an utterance: joined of pieces, shown once, a failure told once."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from app.asr.base import Heard
from app.asr.decoding import Decoding
from app.asr.listening import Listening
from app.asr.utterance import Cuts, Utterance
from app.asr.vad import FRAME_BYTES
from app.asr.worker import Decode, DecodeWorker
from app.core.events import Problem, Transcript

FRAME = bytes(FRAME_BYTES)


@pytest.fixture
async def worker() -> AsyncIterator[DecodeWorker]:
    worker = DecodeWorker("test")
    yield worker
    worker.close()


def utterance(frames: int = 60) -> Utterance:
    """An utterance of so many frames; a voice is least likely in the one before the last."""
    held = [(FRAME, 0.9)] * frames
    held[-2] = (FRAME, 0.1)
    return Utterance("them-0", 0.0, 2.0, held=held)


def decoding(worker: DecodeWorker, decode: Decode, told: list[Heard], **how: object) -> Decoding:
    return Decoding("them", worker, decode, Listening(**how), told.append)


def count_frames(pcm: bytes) -> str:
    return f"Frames {len(pcm) // FRAME_BYTES}."


async def test_what_is_held_is_decoded_and_shown_before_it_is_final(worker: DecodeWorker) -> None:
    told: list[Heard] = []
    spoken, one = utterance(), decoding(worker, count_frames, told)
    one.begin(spoken)
    assert await one.text(spoken) == "Frames 60."
    assert [(it.text, it.final) for it in told if isinstance(it, Transcript)] == [
        ("Frames 60.", False)
    ]


async def test_a_text_that_comes_after_the_end_is_not_shown(worker: DecodeWorker) -> None:
    told: list[Heard] = []
    spoken, one = utterance(), decoding(worker, count_frames, told)
    spoken.over = True
    one.begin(spoken)
    await one.text(spoken)
    assert told == []


async def test_a_turn_without_a_pause_is_cut_where_a_voice_is_least_likely(
    worker: DecodeWorker,
) -> None:
    told: list[Heard] = []
    spoken, one = utterance(), decoding(worker, count_frames, told)
    await one.cut_by_force(spoken)
    assert (spoken.pieces, len(spoken.held)) == (["Frames 58."], 2)


async def test_after_a_pause_a_short_turn_is_decoded_anew_and_a_long_one_goes_on(
    worker: DecodeWorker,
) -> None:
    told: list[Heard] = []
    one = decoding(worker, count_frames, told, cuts=Cuts(pauses=((1.0, 8),)))
    short, long = utterance(20), utterance(60)
    for spoken in (short, long):
        one.begin(spoken)
        await one.resume(spoken, 8)
        assert spoken.decoding is None
    assert (short.pieces, len(short.held)) == ([], 20)
    assert (long.pieces, len(long.held)) == (["Frames 60."], 5)


async def test_an_engine_that_fails_is_told_once_until_it_works_again(
    worker: DecodeWorker,
) -> None:
    told: list[Heard] = []
    broken = True

    def decode(pcm: bytes) -> str:
        if broken:
            raise RuntimeError("no model")
        return "Words."

    one = decoding(worker, decode, told, partials=False)
    for works in (False, False, True, False):
        broken = not works
        spoken = utterance()
        one.begin(spoken)
        assert await one.text(spoken) == ("Words." if works else "")
    assert len([it for it in told if isinstance(it, Problem)]) == 2


async def test_a_mended_final_text_keeps_what_was_heard(worker: DecodeWorker) -> None:
    told: list[Heard] = []
    spoken, one = utterance(), decoding(worker, count_frames, told, mend=str.upper)
    spoken.pieces = ["Kafca."]
    one.report(spoken)
    (final,) = told
    assert isinstance(final, Transcript)
    assert (final.text, final.heard, final.final) == ("KAFCA.", "Kafca.", True)
