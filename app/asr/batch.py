"""Turns an engine that decodes whole stretches into one that listens: the batch adapter.

Frames are rated for voice as they come. A short pause starts a decode on speculation; a
pause that lasts makes its text final, sooner when it ends in a question mark. All state
lives on the event loop; only `feed` may be called from elsewhere.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import replace

from app.asr.backlog import Backlog, Flush
from app.asr.base import Heard
from app.asr.caption import join_pieces
from app.asr.endpoint import Endpointer, Step
from app.asr.lag import LagNews
from app.asr.listening import Listening
from app.asr.trouble import not_recognised, too_slow
from app.asr.utterance import Utterance, ends_like_question, utterance_id
from app.asr.vad import FRAME_BYTES, FRAME_S, RATE, VoiceDetector, loudness
from app.asr.worker import Decode, DecodeWorker
from app.core.events import AudioChunk, Channel, Egress, Problem, Speech, Transcript
from app.core.tasks import cancel, spawn

GAP_S = 0.25
"""A hole in the sound longer than this ends the utterance in which it falls."""
SHORTEST_VOICE = 3
"""Frames with a voice below which a noise is not worth decoding."""
LIVE_S = 0.5
"""Sound waiting to be rated above which partials are left out: the work is behind."""
PARTIAL_EVERY_S = 0.8
PARTIAL_LONGEST_S = 4.0
"""Held sound above which partials wait for a pause: a final must not wait for a long decode."""
PARTIAL_SHARE = 8
"""A partial may take one part in so many of the time; finals must not wait for it."""


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
        self._decode = decode
        self._listening = listening or Listening()
        self._endpointer = Endpointer(self._listening.rules)
        self._backlog = Backlog(self._listening.max_lag_s)
        self._heard: asyncio.Queue[Heard | None] = asyncio.Queue()
        self._closed = False
        self._rest = b""
        self._rest_at = 0.0
        self._before: deque[tuple[bytes, float, float]] = deque(
            maxlen=self._endpointer.rules.preroll + self._endpointer.rules.start
        )
        self._utterance: Utterance | None = None
        self._failed = False
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
            await self._resume(utterance)
        utterance.held.append((frame, likelihood))
        if self._endpointer.speaking and self._endpointer.silence == 0:
            utterance.ended = at + FRAME_S
        match step:
            case Step.PAUSED:
                self._speculate(utterance)
            case Step.SETTLED if ends_like_question(await self._text(utterance)):
                await self._finish()
            case Step.HELD if self._listening.complete(await self._text(utterance)):
                await self._finish()
            case Step.ENDED:
                await self._finish()
            case None if utterance.held_s >= self._listening.cuts.forced_s:
                await self._cut_by_force(utterance)
            case None if self._endpointer.silence == 0:
                self._show_partial(utterance, at)

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
        if self._endpointer.voiced < SHORTEST_VOICE and not utterance.pieces:
            return
        sound = utterance.sound()
        utterance.decoding = self._begin_decoding(sound)
        utterance.decoding.add_done_callback(lambda done: self._show(utterance, done))

    def _begin_decoding(self, sound: bytes) -> asyncio.Future[str]:
        if self._listening.sent_to is not None:
            provider, host = self._listening.sent_to
            kinds = self._listening.kinds_sent()
            self._heard.put_nowait(Egress(provider, host, kinds, len(sound)))
        return self._worker.run(lambda: self._decode(sound))

    async def _resume(self, utterance: Utterance) -> None:
        """Speech goes on: keep the decoded text if the turn is long, else decode it anew."""
        pause = self._endpointer.paused
        if not any(
            utterance.held_s >= seconds and pause >= frames
            for seconds, frames in self._listening.cuts.pauses
        ):
            self._forget_decoding(utterance)
            return
        await self._keep(utterance, len(utterance.held) - min(pause // 2 + 1, 7))

    async def _keep(self, utterance: Utterance, upto: int) -> None:
        """Make the text of the frames before ``upto`` final within the turn."""
        if utterance.decoding is None:
            sound = b"".join(frame for frame, _ in utterance.held[:upto])
            utterance.decoding = self._begin_decoding(sound)
        utterance.pieces.append(await self._result(utterance.decoding, utterance))
        utterance.decoding = None
        del utterance.held[:upto]
        if utterance.ended - utterance.started >= self._listening.cuts.longest_s:
            self._report(utterance)
            utterance.started = utterance.ended
            utterance.id = utterance_id(self._channel, utterance.started)
            utterance.pieces.clear()

    async def _cut_by_force(self, utterance: Utterance) -> None:
        """No pause for long: cut at the least likely voice of the last third."""
        self._forget_decoding(utterance)
        late = range(len(utterance.held) * 2 // 3, len(utterance.held))
        quietest = min(late, key=lambda place: utterance.held[place][1])
        await self._keep(utterance, quietest)

    async def _text(self, utterance: Utterance) -> str:
        """The whole text so far, waiting for the decode in progress."""
        last = ""
        if utterance.decoding is not None:
            last = await self._result(utterance.decoding, utterance)
        return join_pieces([*utterance.pieces, last])

    async def _finish(self) -> None:
        """Report the utterance in progress as final and listen for the next one."""
        utterance, self._utterance = self._utterance, None
        if utterance is None:
            return
        if utterance.decoding is None:
            self._speculate(utterance)
        self._endpointer.end()
        text = await self._text(utterance)
        utterance.pieces, utterance.decoding = [text], None
        self._report(utterance)
        self._heard.put_nowait(Speech(self._channel, False, utterance.ended))

    def _report(self, utterance: Utterance) -> None:
        heard = join_pieces(utterance.pieces)
        text = self._listening.mend(heard)
        if text:
            final = self._transcript(utterance, text, final=True)
            self._heard.put_nowait(replace(final, heard=heard if heard != text else ""))

    async def _result(self, decoding: asyncio.Future[str], utterance: Utterance) -> str:
        """The decoded text; a failure becomes one `Problem` and an empty text."""
        try:
            text = await decoding
        except Exception as error:  # whatever an engine throws must not end the session
            self._tell(not_recognised(error))
            return ""
        self._failed = False
        return text.strip()

    def _tell(self, problem: Problem) -> None:
        """Report a failure once, until something has been recognised again."""
        if not self._failed:
            self._heard.put_nowait(problem)
        self._failed = True

    def _show_partial(self, utterance: Utterance, at: float) -> None:
        """While speech goes on, show what is understood so far, if the worker has time."""
        if (
            not self._listening.partials
            or at < utterance.partial_due
            or utterance.decoding is not None
        ):
            return
        if self.lag_s > LIVE_S or not self._worker.idle or utterance.held_s > PARTIAL_LONGEST_S:
            return
        sound, began = utterance.sound(), time.perf_counter()
        utterance.partial_due = at + 60.0
        decoding = self._begin_decoding(sound)

        def shown(done: asyncio.Future[str]) -> None:
            took = time.perf_counter() - began
            utterance.partial_due = at + max(PARTIAL_EVERY_S, took * PARTIAL_SHARE)
            self._show(utterance, done)

        decoding.add_done_callback(shown)

    def _show(self, utterance: Utterance, done: asyncio.Future[str]) -> None:
        """Emit a decoded text as a partial, unless it is old news."""
        if done.cancelled() or done.exception() is not None:
            return
        if self._closed or utterance is not self._utterance or not self._listening.partials:
            return
        text = join_pieces([*utterance.pieces, done.result()])
        if text and text != utterance.shown:
            utterance.shown = text
            self._heard.put_nowait(self._transcript(utterance, text, final=False))

    def _forget_decoding(self, utterance: Utterance) -> None:
        if utterance.decoding is not None:
            utterance.decoding.cancel()
            utterance.decoding = None

    def _transcript(self, utterance: Utterance, text: str, *, final: bool) -> Transcript:
        return Transcript(
            utterance.id, self._channel, text, utterance.started, utterance.ended, final
        )
