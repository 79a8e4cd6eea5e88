"""The engine around a decoder."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from app.asr.base import Capabilities, Progress
from app.asr.engine import BatchEngine
from app.asr.listening import Listening
from app.core.errors import GhostPilotError
from tests.asr.sounds import LoudnessDetector, close_and_collect, feed, finals, voice


class Decoder:
    """Hears one word whatever is said."""

    name = "test"
    capabilities = Capabilities(True, False, True, False, ())

    def __init__(self, *, fails: bool = False) -> None:
        self.fails, self.loads, self.closed = fails, 0, False

    def load(self, progress: Progress) -> None:
        self.loads += 1
        if self.fails:
            raise GhostPilotError("The model is missing", exit_code=3)

    def decode(self, pcm: bytes) -> str:
        return "Word."

    def close(self) -> None:
        self.closed = True


async def test_sessions_of_both_channels_share_one_decoder():
    decoder = Decoder()
    engine = BatchEngine(decoder, Listening(make_detector=LoudnessDetector))
    await engine.prepare()
    await engine.prepare()
    names = []
    for at, channel in ((0.0, "them"), (0.0, "me"), (5.0, "them")):
        session = engine.open(channel)
        feed(session, voice(0.5), at=at, channel=channel)
        await session.flush()
        heard = await close_and_collect(session)
        names += [final.utterance for final in finals(heard)]
    await engine.aclose()
    assert names == ["them-0", "me-0", "them-500"]
    assert decoder.loads == 1 and decoder.closed


async def test_a_failed_load_is_told_and_can_be_tried_again():
    decoder = Decoder(fails=True)
    engine = BatchEngine(decoder)
    with pytest.raises(GhostPilotError, match="model is missing"):
        await engine.prepare()
    decoder.fails = False
    await engine.prepare()
    await engine.aclose()


async def test_a_voice_detector_that_cannot_be_loaded_is_told_before_the_session():
    def broken() -> LoudnessDetector:
        raise ImportError("no silero here")

    engine = BatchEngine(Decoder(), Listening(make_detector=broken))
    with pytest.raises(GhostPilotError, match="voice detector cannot be loaded"):
        await engine.prepare()
    await engine.aclose()


async def test_a_model_that_is_being_fetched_is_given_up_when_nobody_wants_it_any_more():
    class Fetching(Decoder):
        began, ended = asyncio.Event(), threading.Event()

        def load(self, progress: Progress) -> None:
            loop.call_soon_threadsafe(self.began.set)
            try:
                for _ in range(1000):
                    progress("Fetching", 0.5)
                    time.sleep(0.01)
            finally:
                self.ended.set()

    loop, decoder = asyncio.get_running_loop(), Fetching()
    engine = BatchEngine(decoder, Listening(make_detector=LoudnessDetector))
    loading = asyncio.ensure_future(engine.prepare())
    await decoder.began.wait()
    loading.cancel()
    await engine.aclose()
    assert await asyncio.to_thread(decoder.ended.wait, 2.0)
