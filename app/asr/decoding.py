"""The text of the utterance in progress: decoded on speculation, in pieces, shown as it grows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from app.asr.base import Heard
from app.asr.caption import join_pieces
from app.asr.listening import Listening
from app.asr.trouble import not_recognised
from app.asr.utterance import Utterance, utterance_id
from app.asr.worker import Decode, DecodeWorker
from app.core.events import Channel, Egress, Problem, Transcript

LIVE_S = 0.5
"""Sound waiting to be rated above which partials are left out: the work is behind."""
PARTIAL_EVERY_S = 0.8
PARTIAL_LONGEST_S = 4.0
"""Held sound above which partials wait for a pause: a final must not wait for a long decode."""
PARTIAL_SHARE = 8
"""A partial may take one part in so many of the time; finals must not wait for it."""


class Decoding:
    """Decodes the utterances of one channel, and tells of them what is known.

    A decode under way stays with its utterance until its text is taken or its sound changes.
    """

    def __init__(
        self,
        channel: Channel,
        worker: DecodeWorker,
        decode: Decode,
        listening: Listening,
        tell: Callable[[Heard], None],
    ) -> None:
        self._channel = channel
        self._worker = worker
        self._decode = decode
        self._listening = listening
        self._tell = tell
        self._failed = False

    def begin(self, utterance: Utterance) -> None:
        """Decode what is held now, and show it when it is decoded."""
        utterance.decoding = self._begin_decoding(utterance.sound())
        utterance.decoding.add_done_callback(lambda done: self._show(utterance, done))

    async def text(self, utterance: Utterance) -> str:
        """The whole text so far, waiting for the decode in progress."""
        last = ""
        if utterance.decoding is not None:
            last = await self._result(utterance.decoding)
        return join_pieces([*utterance.pieces, last])

    async def resume(self, utterance: Utterance, pause: int) -> None:
        """Speech goes on after so many frames of silence.

        The decoded text is kept if the turn is long, else its sound is decoded anew.
        """
        if not self._listening.cuts.allow(utterance.held_s, pause):
            self._forget_decoding(utterance)
            return
        await self._keep(utterance, len(utterance.held) - min(pause // 2 + 1, 7))

    async def cut_by_force(self, utterance: Utterance) -> None:
        """No pause for long: cut at the least likely voice of the last third."""
        self._forget_decoding(utterance)
        late = range(len(utterance.held) * 2 // 3, len(utterance.held))
        quietest = min(late, key=lambda place: utterance.held[place][1])
        await self._keep(utterance, quietest)

    async def _keep(self, utterance: Utterance, upto: int) -> None:
        """Make the text of the frames before ``upto`` final within the turn."""
        if utterance.decoding is None:
            sound = b"".join(frame for frame, _ in utterance.held[:upto])
            utterance.decoding = self._begin_decoding(sound)
        utterance.pieces.append(await self._result(utterance.decoding))
        utterance.decoding = None
        del utterance.held[:upto]
        if utterance.ended - utterance.started >= self._listening.cuts.longest_s:
            self.report(utterance)
            utterance.started = utterance.ended
            utterance.id = utterance_id(self._channel, utterance.started)
            utterance.pieces.clear()

    def report(self, utterance: Utterance) -> None:
        """Tell the text of its pieces as final, mended."""
        heard = join_pieces(utterance.pieces)
        text = self._listening.mend(heard)
        if text:
            final = self._transcript(utterance, text, final=True)
            self._tell(replace(final, heard=heard if heard != text else ""))

    def show_partial(self, utterance: Utterance, at: float, lag_s: float) -> None:
        """While speech goes on, show what is understood so far, if the worker has time.

        ``lag_s`` is how many seconds of sound wait to be rated.
        """
        if (
            not self._listening.partials
            or at < utterance.partial_due
            or utterance.decoding is not None
        ):
            return
        if lag_s > LIVE_S or not self._worker.idle or utterance.held_s > PARTIAL_LONGEST_S:
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
        if utterance.over or not self._listening.partials:
            return
        text = join_pieces([*utterance.pieces, done.result()])
        if text and text != utterance.shown:
            utterance.shown = text
            self._tell(self._transcript(utterance, text, final=False))

    def _forget_decoding(self, utterance: Utterance) -> None:
        if utterance.decoding is not None:
            utterance.decoding.cancel()
            utterance.decoding = None

    def _transcript(self, utterance: Utterance, text: str, *, final: bool) -> Transcript:
        return Transcript(
            utterance.id, self._channel, text, utterance.started, utterance.ended, final
        )

    def _begin_decoding(self, sound: bytes) -> asyncio.Future[str]:
        if self._listening.sent_to is not None:
            provider, host = self._listening.sent_to
            kinds = self._listening.kinds_sent()
            self._tell(Egress(provider, host, kinds, len(sound)))
        return self._worker.run(lambda: self._decode(sound))

    async def _result(self, decoding: asyncio.Future[str]) -> str:
        """The decoded text; a failure becomes one `Problem` and an empty text."""
        try:
            text = await decoding
        except Exception as error:  # whatever an engine throws must not end the session
            self._tell_once(not_recognised(error))
            return ""
        self._failed = False
        return text.strip()

    def _tell_once(self, problem: Problem) -> None:
        """Report a failure once, until something has been recognised again."""
        if not self._failed:
            self._tell(problem)
        self._failed = True
