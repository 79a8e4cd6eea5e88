"""The ears of a session: devices and recognisers, opened and closed together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from app.asr.base import AsrEngine, AsrSession, Heard
from app.audio.base import AudioBackend, Sound
from app.audio.faults import Faults
from app.core.errors import GhostPilotError
from app.core.events import AudioChunk, Channel, Health, Sink
from app.core.inbox import Inbox
from app.core.tasks import cancel, spawn

INBOX_CHUNKS = 256
"""Room for about five seconds of two channels in 40 ms chunks before the oldest is dropped."""
LAST_WORDS_S = 4.0
"""How long the end of a captured question waits for a slow recogniser."""


class Ears:
    """Takes sound from the devices to a recogniser for each channel, and tells what it heard.

    ``hear`` gets what the recognisers heard, ``emit`` the health of the channels; ``changed``
    is called when all of them fall deaf, and when one hears again. ``keep`` gets every chunk
    of sound when the user wants it kept. Whoever opens, closes and uses them does one after
    the other.
    """

    def __init__(
        self,
        audio: AudioBackend,
        engine: AsrEngine,
        channels: Sequence[Channel],
        *,
        hear: Callable[[Heard], Awaitable[None]],
        emit: Sink,
        changed: Callable[[], None],
        keep: Callable[[AudioChunk], None] | None,
    ) -> None:
        self._parts = (audio, engine, tuple(channels))
        self._hear, self._emit, self._changed, self._keep = hear, emit, changed, keep
        self._faults = Faults()
        self._sessions: dict[Channel, AsrSession] = {}
        self._inbox: Inbox[Sound] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._ended: set[Channel] = set()
        self._all_ended = asyncio.Event()

    @property
    def open(self) -> bool:
        """Whether the devices are meant to be open."""
        return self._inbox is not None

    @property
    def deaf(self) -> bool:
        """Whether no channel can be heard."""
        return self._faults.deaf(self._parts[2])

    def use(self, audio: AudioBackend, engine: AsrEngine, channels: Sequence[Channel]) -> None:
        """Hear with other parts from the next `listen` on."""
        self._parts = (audio, engine, tuple(channels))
        self._ended.clear()

    def uses(self, audio: AudioBackend, engine: AsrEngine, channels: Sequence[Channel]) -> bool:
        """Whether these are the parts it hears with."""
        return self._parts == (audio, engine, tuple(channels))

    async def listen(self) -> None:
        """Open them; raises `GhostPilotError` if that is impossible, and they are closed then."""
        audio, engine, channels = self._parts
        self._sessions = {channel: engine.open(channel) for channel in channels}
        self._inbox, self._faults = Inbox(INBOX_CHUNKS), Faults()
        self._tasks = [spawn(self._feed(self._inbox), name="hear")]
        for channel, session in self._sessions.items():
            self._tasks.append(spawn(self._tell(session), name=f"listen-{channel}"))
        try:
            await audio.start(channels, self._inbox)
        except GhostPilotError:
            await self.close(finish=False)
            raise

    async def close(self, *, finish: bool) -> None:
        """Close devices and recognisers in that order; ``finish`` what was already heard."""
        assert self._inbox is not None
        await self._parts[0].stop()
        self._inbox.close()
        feeding, *telling = self._tasks
        if finish:
            await asyncio.wait([feeding])
            for session in self._sessions.values():
                await session.flush()
        for session in self._sessions.values():
            await session.aclose()
        if finish:
            await asyncio.wait(telling)
        for task in self._tasks:
            await cancel(task)
        self._sessions, self._tasks, self._inbox = {}, [], None

    async def last_words(self) -> None:
        """Let the recognisers finish what has been said, and pass it on."""
        flushing = [spawn(one.flush(), name="flush") for one in self._sessions.values()]
        if flushing:
            await asyncio.wait(flushing, timeout=LAST_WORDS_S)
            await asyncio.sleep(0)  # for `_tell` to pass the last words on

    async def ended(self) -> None:
        """Wait until a source that has an end is over."""
        await self._all_ended.wait()

    async def _feed(self, inbox: Inbox[Sound]) -> None:
        """Take sound from the capture threads to the recogniser of its channel."""
        while (sound := await inbox.get()) is not None:
            if isinstance(sound, Health):
                self._note(sound)
                continue
            session = self._sessions.get(sound.channel)
            if session is not None:
                session.feed(sound)
            if self._keep is not None:
                self._keep(sound)

    async def _tell(self, session: AsrSession) -> None:
        """Pass on what one channel's recogniser heard."""
        async for heard in session.events():
            await self._hear(heard)

    def _note(self, health: Health) -> None:
        """Pass on the health of a channel, with the problem that begins with it."""
        self._emit(health)
        if health.state == "ended":
            self._ended.add(health.channel)
            if self._ended >= set(self._parts[2]):
                self._all_ended.set()
        deaf = self.deaf
        problem = self._faults.take(health)
        if problem is not None:
            self._emit(problem)
        if deaf != self.deaf:
            self._changed()
