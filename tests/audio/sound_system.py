"""A sound system made up for tests: devices come and go as the test says."""

from __future__ import annotations

from app.audio.base import RATE
from app.audio.line import Line
from app.core.errors import GhostPilotError
from app.core.events import Channel, Device

SPEAKERS = Device("them", "Speakers", "speakers", True)
HEADSET = Device("them", "Headset", "headset", False)
MICROPHONE = Device("me", "Microphone", "microphone", True)


class ScriptedStream:
    """An open device that sends what the test tells it to."""

    def __init__(self, device: Device, line: Line) -> None:
        self.device = device
        self.line = line
        self.reason = ""
        self.closed = False
        line.begin(RATE, 1)

    def send(self, value: int = 8000) -> None:
        self.line.feed(value.to_bytes(2, "little", signed=True) * 320)

    def ended(self) -> str:
        return self.reason

    def close(self) -> None:
        self.closed = True


class ScriptedSystem:
    """Shows ``present`` as its devices; ``failure`` makes everything fail."""

    silence_hint = "check the cable"

    def __init__(self, *present: Device, fresh: bool = True) -> None:
        self.present = list(present)
        self.fresh = fresh
        self.failure: GhostPilotError | None = None
        self.changed = False
        self.rescans = 0
        self.closed = False
        self.opened: list[ScriptedStream] = []

    def open_now(self, channel: Channel) -> ScriptedStream | None:
        """The open stream of a channel."""
        streams = [s for s in self.opened if not s.closed and s.device.channel == channel]
        assert len(streams) <= 1, "two devices are open for one channel"
        return streams[0] if streams else None

    def devices(self) -> list[Device]:
        if self.failure:
            raise self.failure
        return list(self.present)

    def missing(self, channel: Channel) -> GhostPilotError:
        return GhostPilotError(f"nothing for {channel}")

    def open(self, device: Device, line: Line) -> ScriptedStream:
        if self.failure:
            raise self.failure
        self.opened.append(ScriptedStream(device, line))
        return self.opened[-1]

    def stale(self) -> bool:
        return self.changed

    def rescan(self) -> None:
        assert not [s for s in self.opened if not s.closed], "a stream was open at the rescan"
        self.changed = False
        self.rescans += 1

    def close(self) -> None:
        assert not [s for s in self.opened if not s.closed], "a stream was left open"
        self.closed = True
