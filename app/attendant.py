"""Begins to listen when the other side speaks and rests when both are silent, if the user wants.

While it waits, the system audio is open, but no recogniser runs and nothing is recorded: each
piece of sound is judged as voice or not, and forgotten.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Protocol

from app.audio.base import AudioBackend, Sound
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import AudioChunk, Event, Info, Speech
from app.core.inbox import Inbox
from app.core.presence import Absence, Arrival
from app.core.sections import Audio
from app.core.tasks import cancel, spawn

TICK_S = 1.0
AGAIN_S = 15.0
"""Between attempts to open a device that cannot be opened."""
VOICE = 0.5
"""Likelihood from which a frame counts as speech."""

OpenAudio = Callable[[Audio, Clock], AudioBackend]


def _open(audio: Audio, clock: Clock) -> AudioBackend:
    from app.audio import open_audio

    return open_audio(audio, clock)


class Mouthpiece(Protocol):
    """The part of a pipeline that is needed here."""

    @property
    def listening(self) -> bool: ...

    def report(self, event: Event) -> None: ...


class Attended(Protocol):
    """The part of a live session that is needed here."""

    @property
    def pipeline(self) -> Mouthpiece: ...

    async def start(self) -> None: ...

    async def pause_or_resume(self) -> None: ...


class Attendant:
    """Follows the settings of the moment while it attends to a session.

    A user who pauses wants to be left alone: it begins by itself only before the first start
    and after a rest of its own.
    """

    def __init__(
        self,
        settings: Callable[[], Audio],
        allowed: Callable[[], bool] = lambda: True,
        open_audio: OpenAudio = _open,
    ) -> None:
        """``allowed`` is False until the user has agreed to listening at all."""
        self._settings, self._allowed, self._open = settings, allowed, open_audio
        self._arrival, self._absence = Arrival(), Absence()
        self._may_begin = True
        self._was_listening = False
        self._waiting: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> bool:
        """Whether the system audio is open to notice a conversation."""
        return self._waiting is not None and not self._waiting.done()

    def hear(self, event: Event) -> None:
        """A sink for the session's events."""
        if isinstance(event, Speech):
            self._absence.hear(event.channel, event.speaking, _now())

    @asynccontextmanager
    async def attending(self, session: Attended) -> AsyncIterator[None]:
        """Begin and rest by itself inside the block."""
        running = spawn(self._run(session), name="attend")
        try:
            yield
        finally:
            await cancel(running)
            await cancel(self._waiting)

    async def _run(self, session: Attended) -> None:
        while True:
            await self._look(session)
            await asyncio.sleep(TICK_S)

    async def _look(self, session: Attended) -> None:
        audio, listening = self._settings(), session.pipeline.listening
        if listening and not self._was_listening:
            self._absence.begin(_now())
        elif self._was_listening and not listening:
            self._may_begin = False  # the user paused
        self._was_listening = listening
        if listening:
            await cancel(self._waiting)
            silence = self._absence.lasts(_now())
            if audio.auto_pause_min and silence >= audio.auto_pause_min * 60:
                await self._rest(session, audio)
        elif self._may_wait(audio):
            if not self.waiting:
                self._waiting = spawn(self._wait(session, audio), name="wait for a conversation")
        else:
            await cancel(self._waiting)

    def _may_wait(self, audio: Audio) -> bool:
        """A recording in place of devices begins when the user starts it."""
        wanted = audio.auto_start and audio.them and audio.backend != "file"
        return wanted and self._may_begin and self._allowed()

    async def _rest(self, session: Attended, audio: Audio) -> None:
        await session.pause_or_resume()
        self._was_listening, self._may_begin = False, True
        note = f"Paused: both sides were silent for {audio.auto_pause_min} min."
        session.pipeline.report(Info("auto", note=note))

    async def _wait(self, session: Attended, audio: Audio) -> None:
        """Judge the other side's sound until a conversation has begun, and then listen."""
        try:
            await self._notice(audio)
        except GhostPilotError as error:
            session.pipeline.report(error.problem("audio", sticky=False))
            await asyncio.sleep(AGAIN_S)
            return
        session.pipeline.report(Info("auto", note="Listening: the other side speaks."))
        await session.start()

    async def _notice(self, audio: Audio) -> None:
        """Return when enough speech was heard; the device is closed by then."""
        from app.asr.vad import FRAME_BYTES, FRAME_S, SileroDetector

        voices = await asyncio.to_thread(SileroDetector)
        inbox: Inbox[Sound] = Inbox(64)
        backend, rest = self._open(audio, Clock()), b""
        self._arrival = Arrival()
        try:
            await backend.start(["them"], inbox)
            while (sound := await inbox.get()) is not None:
                if not isinstance(sound, AudioChunk):
                    continue
                rest += sound.pcm
                while len(rest) >= FRAME_BYTES:
                    frame, rest = rest[:FRAME_BYTES], rest[FRAME_BYTES:]
                    voice = voices.rate(frame) >= VOICE
                    if self._arrival.hear(voice, FRAME_S, audio.auto_start_s):
                        return
        finally:
            inbox.close()
            with suppress(GhostPilotError):  # it is only given back
                await backend.stop()


def _now() -> float:
    return asyncio.get_running_loop().time()
