"""One channel streamed to Azure Speech: connected again when it breaks, told what it sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from app.asr.azure_stream import TICKS_PER_S, AzureService, AzureStream
from app.asr.backlog import Backlog, Flush
from app.asr.base import Heard
from app.asr.lag import LagNews
from app.asr.trouble import left_out
from app.asr.utterance import utterance_id
from app.asr.vocabulary import Vocabulary
from app.asr.worker import DecodeWorker
from app.core.errors import describe
from app.core.events import AudioChunk, Channel, Egress, Problem, Speech, Transcript
from app.core.tasks import cancel, spawn

PROVIDER = "azure"
LAST_WORDS_S = 5.0
"""How long the service may take for the rest of a stream that was ended."""
USUAL_LAG_S = 1.5
"""A final result comes this much after the words at most when all is well."""
TELL_SENT_S = 10.0
"""Sound that has left is entered in the ledger when so much of it has, words or not."""
BACK_OFF_S = (1.0, 2.0, 5.0, 15.0, 30.0)


class AzureSession:
    """One channel streamed to Azure; see `AsrSession`. State lives on the event loop."""

    def __init__(
        self,
        channel: Channel,
        service: AzureService,
        worker: DecodeWorker,
        vocabulary: Vocabulary,
        mend: Callable[[str], str],
        max_lag_s: float | None,
    ) -> None:
        self._channel = channel
        self._service = service
        self._worker = worker
        self._vocabulary = vocabulary
        self._mend = mend
        self._loop = asyncio.get_running_loop()
        self._max_lag_s = max_lag_s
        self._backlog = Backlog(max_lag_s)
        self._told_s = 0.0
        """Of the seconds that were left out, those the user knows of."""
        self._lag_news = LagNews(channel, USUAL_LAG_S)
        self._heard: asyncio.Queue[Heard | None] = asyncio.Queue()
        self._connection: AzureStream | None = None
        self._failures = 0
        self._utterance = ""
        self._speaking = False
        self._closed = False
        self._task = spawn(self._run(), name=f"asr azure {channel}")

    @property
    def lag_s(self) -> float:
        """Seconds fed that the service has not had time to hear: it listens at real speed."""
        ahead = self._connection.ahead_s(self._loop.time()) if self._connection else 0.0
        return self._backlog.lag_s + ahead

    def feed(self, chunk: AudioChunk) -> None:
        """Hand over sound; thread-safe, never blocks."""
        self._backlog.add(chunk)

    async def events(self) -> AsyncIterator[Heard]:
        """What was heard, until the session is closed."""
        while (heard := await self._heard.get()) is not None:
            yield heard

    async def flush(self) -> None:
        """End the stream and wait for its last words; sound fed later opens a new stream."""
        flush: Flush = self._loop.create_future()
        if self._backlog.add(flush):
            await flush

    async def aclose(self) -> None:
        """Give up what is unfinished; `events` then ends."""
        if self._closed:
            return
        self._closed = True
        self._backlog.close()
        await cancel(self._task)
        await self._disconnect()
        self._heard.put_nowait(None)

    async def _run(self) -> None:
        while True:
            item = await self._backlog.next()
            if isinstance(item, AudioChunk):
                self._tell_left_out(item.at)
                await self._send(item)
                continue
            try:
                await self._end_stream()
                item.set_result(None)
            finally:
                item.cancel()

    async def _send(self, chunk: AudioChunk) -> None:
        if self._connection is not None and self._connection.over.is_set():
            await self._disconnect()
            await self._back_off()
        if self._connection is None:
            connection = AzureStream(self._service, self._vocabulary.hints, self._from_service)
            try:
                await self._worker.run(connection.start)
            except (RuntimeError, ValueError, OSError) as error:  # what it cannot even begin
                self._fail("cannot be used", describe(error), "Check the endpoint or region.")
                self._backlog.done(chunk)
                await self._back_off()
                return
            self._connection = connection
        self._connection.write(chunk, self._loop.time())
        self._backlog.done(chunk)
        if self._connection.untold_s >= TELL_SENT_S:
            self._tell_sent(self._connection)

    async def _back_off(self) -> None:
        if self._failures:
            await asyncio.sleep(BACK_OFF_S[min(self._failures, len(BACK_OFF_S)) - 1])

    async def _end_stream(self) -> None:
        if self._connection is None:
            return
        self._connection.end()
        try:
            await asyncio.wait_for(self._connection.over.wait(), LAST_WORDS_S)
        except TimeoutError:
            self._fail("did not send the last words in time", "", "Check the connection.")
        await self._disconnect()

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            if connection.answered:  # else it was refused or not reached, and took no sound
                self._tell_sent(connection)
            await self._worker.run(connection.stop)

    def _from_service(self, connection: AzureStream, kind: str, event: Any) -> None:
        """Called on a thread of the library: take the values and go home to the loop."""
        values: tuple[Any, ...]
        if kind in ("recognizing", "recognized"):
            result = event.result
            values = (result.text, result.offset, result.duration)
        elif kind == "canceled":
            details = event.cancellation_details
            values = (details.reason.name, details.code.name, details.error_details or "")
        else:
            values = (getattr(event, "offset", 0),)
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._take, connection, kind, values)

    def _take(self, connection: AzureStream, kind: str, values: tuple[Any, ...]) -> None:
        if kind not in ("canceled", "session_stopped"):
            connection.answered = True
        if self._closed:
            return
        if kind == "canceled":
            if values[0] == "Error" and connection is self._connection:
                self._tell_failure(values[1], values[2])
            connection.over.set()
        elif kind == "session_stopped":
            connection.over.set()
        elif kind in ("speech_start_detected", "speech_end_detected"):
            speaking = kind == "speech_start_detected"
            if speaking != self._speaking:
                at = connection.at(values[0] / TICKS_PER_S)
                self._heard.put_nowait(Speech(self._channel, speaking, at))
            self._speaking = speaking
        elif values[0].strip():
            self._report(connection, *values, final=kind == "recognized")

    def _report(
        self, connection: AzureStream, heard: str, offset: int, duration: int, *, final: bool
    ) -> None:
        started = connection.at(offset / TICKS_PER_S)
        self._utterance = self._utterance or utterance_id(self._channel, started)
        place = (offset + duration) / TICKS_PER_S
        ended = connection.at(place)
        text = self._mend(heard) if final else heard
        shown = heard if heard != text else ""
        transcript = Transcript(
            self._utterance, self._channel, text, started, ended, final, heard=shown
        )
        self._heard.put_nowait(transcript)
        if self._max_lag_s is not None:  # else a file is read, as fast as it goes
            lag = self._backlog.lag_s + connection.behind_s(place)
            if (news := self._lag_news.look(lag, ended)) is not None:
                self._heard.put_nowait(news)
        if final:
            self._utterance, self._failures = "", 0
            self._tell_sent(connection)

    def _tell_sent(self, connection: AzureStream) -> None:
        """Enter in the ledger what has left since the last entry, silence included."""
        if sent := connection.take_sent():
            content = self._vocabulary.kinds_sent()
            self._heard.put_nowait(Egress(PROVIDER, self._service.host, content, sent))

    def _tell_left_out(self, at: float) -> None:
        """Say how much was given up while the service could not take it."""
        missed = self._backlog.dropped_s - self._told_s
        if missed >= 1.0:
            self._told_s = self._backlog.dropped_s
            self._heard.put_nowait(left_out(missed, self._service.host, at))

    def _tell_failure(self, code: str, detail: str) -> None:
        known = {
            "AuthenticationFailure": ("did not accept the key", "Check the key and the region."),
            "Forbidden": ("does not permit this", "Check the key's rights."),
            "TooManyRequests": ("is out of quota", "Wait, or check the plan."),
            "ConnectionFailure": ("cannot be reached", "Check the connection."),
            "ServiceTimeout": ("did not answer in time", "Check the connection."),
        }
        what, next_step = known.get(code, ("broke off", "Check the connection."))
        self._fail(what, detail, next_step)

    def _fail(self, what: str, detail: str, next_step: str) -> None:
        """Report a failure once, until words come again."""
        self._failures += 1
        if self._failures > 1:
            return
        detail = detail.replace(self._service.key, "[redacted]")[:200]
        title = f"Azure Speech at {self._service.host} {what}"
        self._heard.put_nowait(Problem("asr", title, detail, f"{next_step} It is tried again."))
