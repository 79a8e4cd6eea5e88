"""Turns an engine that decodes whole stretches into one that listens: the batch adapter.

Frames are rated for voice as they come. A short pause starts a decode on speculation; a
pause that lasts makes its text final, sooner when it ends in a question mark. All state
lives on the event loop; only `feed` may be called from elsewhere. What is decoded when is
here, the text that comes of it in `decoding.py`.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from app.asr.backlog import Backlog, Flush
from app.asr.base import RATE, Heard
from app.asr.decoding import PARTIAL_EVERY_S, Decoding
from app.asr.endpoint import Endpointer, Step
from app.asr.lag import LagNews
from app.asr.listening import Listening
from app.asr.trouble import too_slow
from app.asr.utterance import Utterance, ends_like_question, utterance_id
from app.asr.vad import FRAME_BYTES, FRAME_S, VoiceDetector, loudness
from app.asr.worker import Decode, DecodeWorker
from app.core.events import AudioChunk, Channel, Speech
from app.core.tasks import cancel, spawn

GAP_S = 0.25
"""A hole in the sound longer than this ends the utterance in which it falls."""
SHORTEST_VOICE = 3
"""Frames with a voice below which a noise is not worth decoding."""


class BatchSession:
    """One channel of a batch engine; see `AsrSession`."""

    def __init__(
        self,
        channel: Channel,
        worker: DecodeWorker,
        decode: Decode,
        listening: Listening | None = None,
    ) -> None:
        self._channel = channel
        self._worker = worker
        self._listening = listening or Listening()
        self._endpointer = Endpointer(self._listening.rules)
        self._backlog = Backlog(self._listening.max_lag_s)
        self._heard: asyncio.Queue[Heard | None] = asyncio.Queue()
        self._decoding = Decoding(channel, worker, decode, self._listening, self._heard.put_nowait)
        self._closed = False
        self._rest = b""
        self._rest_at = 0.0
        self._before: deque[tuple[bytes, float, float]] = deque(
            maxlen=self._endpointer.rules.preroll + self._endpointer.rules.start
        )
        self._utterance: Utterance | None = None
        self._task = spawn(self._run(), name=f"asr {channel}")

    @property
    def lag_s(self) -> float:
        """Seconds of sound fed and not yet worked through; a fast feeder waits on it."""
        return self._backlog.lag_s

    @property
    def dropped_s(self) -> float:
        """Seconds of sound given up so far because the engine was too slow."""
        return self._backlog.dropped_s

    def feed(self, chunk: AudioChunk) -> None:
        """Hand over sound; thread-safe, never blocks."""
        self._backlog.add(chunk)

    async def events(self) -> AsyncIterator[Heard]:
        """What was heard, until the session is closed."""
        while (heard := await self._heard.get()) is not None:
            yield heard

    async def flush(self) -> None:
        """End an utterance in progress and wait until all that was fed is reported."""
        flush: Flush = asyncio.get_running_loop().create_future()
        if self._backlog.add(flush):
            # A worker that failed for good must not keep its caller waiting.
            await asyncio.wait([flush, self._task], return_when=asyncio.FIRST_COMPLETED)

    async def aclose(self) -> None:
        """Give up what is unfinished; `events` then ends."""
        if self._closed:
            return
        self._closed = True
        if self._utterance is not None:
            self._utterance.over = True
        self._backlog.close()
        await cancel(self._task)
        self._heard.put_nowait(None)

    async def _run(self) -> None:
        detector = await self._worker.run(self._listening.make_detector)
        told_s, lag_news = 0.0, LagNews(self._channel)
        while True:
            item = await self._backlog.next()
            if not isinstance(item, AudioChunk):
                try:
                    await self._finish()
                    item.set_result(None)
                finally:
                    item.cancel()
                continue
            if self.dropped_s - told_s >= 1.0:
                limit_s = self._listening.max_lag_s
                self._heard.put_nowait(too_slow(self.dropped_s - told_s, limit_s, item.at))
                told_s = self.dropped_s
            await self._take(item, detector)
            self._backlog.done(item)
            if self._listening.max_lag_s is not None:
                if (news := lag_news.look(self.lag_s, item.at)) is not None:
                    self._heard.put_nowait(news)

    async def _take(self, chunk: AudioChunk, detector: VoiceDetector) -> None:
        expected = self._rest_at + len(self._rest) / 2 / RATE
        if self._rest_at and chunk.at - expected > GAP_S:
            await self._finish()
            self._rest = b""
        start = chunk.at - len(self._rest) / 2 / RATE
        sound = self._rest + chunk.pcm
        whole = len(sound) - len(sound) % FRAME_BYTES
        for offset in range(0, whole, FRAME_BYTES):
            frame = sound[offset : offset + FRAME_BYTES]
            await self._take_frame(frame, detector.rate(frame), start + offset / 2 / RATE)
        self._rest = sound[whole:]
        self._rest_at = start + whole / 2 / RATE
        await asyncio.sleep(0)

    async def _take_frame(self, frame: bytes, likelihood: float, at: float) -> None:
        step = self._endpointer.push(likelihood, loudness(frame))
        self._before.append((frame, likelihood, at))
        utterance = self._utterance
        if step is Step.STARTED:
            self._start()
            return
        if utterance is None:
            return
        if step is Step.RESUMED:
            await self._decoding.resume(utterance, self._endpointer.paused)
        utterance.held.append((frame, likelihood))
        if self._endpointer.speaking and self._endpointer.silence == 0:
            utterance.ended = at + FRAME_S
        match step:
            case Step.PAUSED:
                self._speculate(utterance)
            case Step.SETTLED if ends_like_question(await self._decoding.text(utterance)):
                await self._finish()
            case Step.HELD if self._listening.complete(await self._decoding.text(utterance)):
                await self._finish()
            case Step.ENDED:
                await self._finish()
            case None if utterance.held_s >= self._listening.cuts.forced_s:
                await self._decoding.cut_by_force(utterance)
            case None if self._endpointer.silence == 0:
                self._decoding.show_partial(utterance, at, self.lag_s)

    def _start(self) -> None:
        frames = list(self._before)
        first = frames[-self._endpointer.rules.start][2]
        self._utterance = Utterance(
            id=utterance_id(self._channel, first),
            started=first,
            ended=frames[-1][2] + FRAME_S,
            held=[(frame, likelihood) for frame, likelihood, _ in frames],
            partial_due=first + PARTIAL_EVERY_S,
        )
        self._heard.put_nowait(Speech(self._channel, True, first))

    def _speculate(self, utterance: Utterance) -> None:
        """Decode what is held now; if the pause lasts, its text is ready or nearly so."""
        if self._endpointer.voiced >= SHORTEST_VOICE or utterance.pieces:
            self._decoding.begin(utterance)

    async def _finish(self) -> None:
        """Report the utterance in progress as final and listen for the next one."""
        utterance, self._utterance = self._utterance, None
        if utterance is None:
            return
        utterance.over = True
        if utterance.decoding is None:
            self._speculate(utterance)
        self._endpointer.end()
        text = await self._decoding.text(utterance)
        utterance.pieces, utterance.decoding = [text], None
        self._decoding.report(utterance)
        self._heard.put_nowait(Speech(self._channel, False, utterance.ended))
