"""Keeps each channel connected to the device it should hear, and tells what becomes of it.

Lost devices are opened again with growing pauses, a new default is followed once it has
settled, and after the computer slept everything is opened anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from app.audio.base import Sound
from app.audio.devices import choose, is_wanted
from app.audio.health import ChannelHealth
from app.audio.line import Line
from app.audio.system import SoundSystem, Stream, one_failure_shape
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Channel, Device, Health
from app.core.inbox import Inbox

LOOK_S = 0.25
"""Between looks at the list of devices; a change must be there at two looks in a row."""
REPORT_S = 0.2
"""Between reports of a channel's level."""
FIRST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 3.0
LONGEST_PAUSE_RESCAN_S = 30.0
"""Where a rescan interrupts the channels that are well, it is tried more seldom."""
STARVED_S = 2.0
"""A device that delivers nothing for so long is opened again."""
MISSING = 3
"""The exit code of an error that only an installation mends."""
SLEPT_S = 10.0
"""The wall clock moves on by this much between two looks only when the computer slept."""


@dataclass(slots=True)
class _Link:
    """One channel: its open device if there is one, and when to try again if not."""

    channel: Channel
    wanted: str
    health: ChannelHealth
    line: Line | None = None
    stream: Stream | None = None
    device: Device | None = None
    last_key: str = ""
    reason: str = ""
    """Why the device was given up; told with what came of opening it again."""
    told: bool = False
    candidate: str = ""
    """Key of another device seen at the last look."""
    pause: float = FIRST_PAUSE_S
    retry_at: float = 0.0
    framed: float = 0.0


def _name(link: _Link) -> str:
    return link.device.name if link.device else "the device"


class Connections:
    """The devices of all channels. `open`, `tend` and `close` belong to one worker thread."""

    def __init__(
        self,
        make: Callable[[], SoundSystem],
        wanted: Mapping[Channel, str],
        clock: Clock,
        inbox: Inbox[Sound],
        *,
        silent_after: float,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._make = make
        self._wanted = wanted
        self._clock = clock
        self._inbox = inbox
        self._silent_after = silent_after
        self._wall = wall
        self._system: SoundSystem | None = None
        self._links: list[_Link] = []
        self._looked_at = 0.0
        self._reported_at = 0.0
        self._tended_wall = 0.0
        self._dropped = 0

    def open(self, channels: Collection[Channel]) -> None:
        """Open a device for each channel.

        A channel that cannot be opened is reported lost and tried again later. Raises the
        first `GhostPilotError` when that is so for all of them and only an installation helps.
        """
        self._tended_wall = self._wall()
        self._dropped = self._inbox.dropped
        self._links = [
            _Link(name, self._wanted.get(name, ""), ChannelHealth(name, self._silent_after))
            for name in channels
        ]
        errors = []
        try:
            with one_failure_shape():
                devices = self._renewed().devices()
            errors = [error for link in self._links if (error := self._connect(link, devices))]
        except GhostPilotError as error:
            errors = [self._fail(link, error) for link in self._links]
        if errors and all(link.stream is None for link in self._links):
            if errors[0].exit_code == MISSING:
                self.close()
                raise errors[0]

    def _renewed(self) -> SoundSystem:
        """The sound system of the moment, made anew: another one may serve by now.

        Called inside `one_failure_shape`.
        """
        if self._system:
            self._system.close()
            self._system = None
        self._system = self._make()
        return self._system

    def tend(self) -> None:
        """One round of upkeep; due about ten times a second."""
        now = self._clock.now()
        wall = self._wall()
        slept = wall - self._tended_wall > SLEPT_S
        self._tended_wall = wall
        for link in self._links:
            if slept:
                self._lose(link, "the computer was asleep")
            elif link.stream and (reason := link.stream.ended()):
                self._lose(link, f"{_name(link)} was lost: {reason}")
            elif link.stream and now - link.framed > STARVED_S:
                self._release(link)
                self._say(link.health.lost(now, f"{_name(link)} sends no sound"))
                self._wait(link)
        if now - self._looked_at >= LOOK_S or any(self._is_due(link) for link in self._links):
            self._looked_at = now
            self._look()
        if now - self._reported_at >= REPORT_S:
            self._reported_at = now
            self._report()

    def report_hung(self) -> None:
        """Say that the sound system does not answer; called while `tend` waits for it."""
        for link in self._links:
            self._say(link.health.hung(self._clock.now()))

    def device(self, channel: Channel) -> Device | None:
        """What a channel has open; from any thread."""
        open_now = (link.device for link in self._links if link.channel == channel and link.stream)
        return next(open_now, None)

    def mute(self) -> None:
        """Let no more sound through, at once and from any thread."""
        for link in self._links:
            if line := link.line:
                line.close()

    def close(self) -> None:
        """Close every device and let go of the sound system."""
        for link in self._links:
            self._release(link)
            self._say([Health(link.channel, 0.0, "closed", at=self._clock.now())])
        self._links = []
        if self._system:
            self._system.close()
            self._system = None

    def _is_due(self, link: _Link) -> bool:
        return link.stream is None and self._clock.now() >= link.retry_at

    def _look(self) -> None:
        """Open what is closed and due, and move to a device that has become the right one."""
        due = any(self._is_due(link) for link in self._links)
        try:
            with one_failure_shape():
                system = self._system or self._renewed()
                if system.stale() or (due and not system.fresh):
                    for link in self._links:
                        self._release(link)
                        link.retry_at = 0.0
                    if due:
                        system = self._renewed()
                    system.rescan()
                devices = system.devices()
        except GhostPilotError as error:
            for link in self._links:
                if self._is_due(link):
                    self._fail(link, error)
            return
        for link in self._links:
            if link.stream is None:
                if self._is_due(link):
                    self._connect(link, devices)
                continue
            better = choose(devices, link.channel, link.wanted)
            key = better.key if better else ""
            if better and key != link.last_key and key == link.candidate:
                self._release(link)
                self._connect(link, devices)
            link.candidate = key

    def _connect(self, link: _Link, devices: list[Device]) -> GhostPilotError | None:
        system = self._system
        assert system
        now = self._clock.now()
        line = Line(link.channel, self._clock, self._inbox)
        try:
            with one_failure_shape():
                device = choose(devices, link.channel, link.wanted)
                if device is None:
                    raise system.missing(link.channel)
                link.stream = system.open(device, line)
        except GhostPilotError as error:
            line.close()
            return self._fail(link, error)
        link.line, link.device, link.framed = line, device, now
        if link.reason and not link.told:
            self._say(link.health.lost(now, link.reason))
        link.reason, link.told = "", False
        link.health.opened(now, system.silence_hint)
        if not is_wanted(device, link.wanted):
            note = f"{link.wanted} is not connected; listening to {device.name}"
            if link.last_key != device.key:
                self._say(link.health.changed(now, note))
        elif link.last_key and link.last_key != device.key:
            self._say(link.health.changed(now, f"listening to {device.name}"))
        link.last_key = device.key
        return None

    def _fail(self, link: _Link, error: GhostPilotError) -> GhostPilotError:
        note = ": ".join(filter(None, (error.title.rstrip("."), error.detail.rstrip("."))))
        note = "; ".join(filter(None, (link.reason, note)))
        step = error.next_step or "Connect it again, or choose another in the settings."
        self._say(link.health.lost(self._clock.now(), note, step))
        link.told = True
        self._wait(link)
        return error

    def _lose(self, link: _Link, reason: str) -> None:
        """The device is gone; it is told with what comes of opening it again, which is at once."""
        self._release(link)
        link.retry_at, link.reason, link.told = 0.0, reason, False

    def _wait(self, link: _Link) -> None:
        system = self._system
        longest = LONGEST_PAUSE_S if system and system.fresh else LONGEST_PAUSE_RESCAN_S
        link.retry_at = self._clock.now() + link.pause
        link.pause = min(link.pause * 2, longest)

    def _release(self, link: _Link) -> None:
        if link.line:
            link.line.close()
        if link.stream:
            link.stream.close()
        link.line = link.stream = None

    def _report(self) -> None:
        now = self._clock.now()
        dropped = self._inbox.dropped - self._dropped
        self._dropped += dropped
        for link in self._links:
            if dropped:
                note = f"{dropped} blocks of sound were dropped: the recogniser is too slow"
                self._say(link.health.dropped(now, note))
            if link.line is None:
                continue
            if overflows := link.line.take_overflows():
                note = f"the system lost sound {overflows} times: the computer is too busy"
                self._say(link.health.dropped(now, note))
            level = link.line.take_level()
            if level is not None:
                link.framed, link.pause = now, FIRST_PAUSE_S
            self._say(link.health.look(now, level))

    def _say(self, events: list[Health]) -> None:
        for event in events:
            self._inbox.put_from_thread(event)
