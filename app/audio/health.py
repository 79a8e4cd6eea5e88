"""Judges from level and frames how a channel is doing, and says so when it changes."""

from __future__ import annotations

from app.core.events import Channel, Health

SILENT_LEVEL = 0.001
"""RMS below which a block counts as silence: -60 dB of full scale."""
NO_FRAMES_S = 1.0
"""How long an open device may deliver nothing."""


class ChannelHealth:
    """The state of one channel. Every ``now`` is in session seconds."""

    def __init__(self, channel: Channel, silent_after: float) -> None:
        self._channel: Channel = channel
        self._silent_after = silent_after
        self._hint = ""
        self._state = "new"
        self._since = 0.0
        """When the present trouble began."""
        self._framed = 0.0
        """When frames last came, or were first expected."""
        self._sounded = 0.0
        self._note = ""

    def opened(self, now: float, hint: str = "") -> None:
        """A device is open: frames are expected from now on.

        ``hint`` is what to check when it sends nothing but silence.
        """
        self._hint = f"; {hint}" if hint else ""
        self._framed = now
        if self._state == "new":
            self._sounded = now

    def changed(self, now: float, note: str) -> list[Health]:
        """Another device is used from now on; the note names it."""
        return [Health(self._channel, 0.0, "changed", note, at=now)]

    def lost(self, now: float, note: str, next_step: str = "") -> list[Health]:
        """There is no device; said once for each reason.

        ``next_step`` is for the user, and empty where another device was opened at once.
        """
        if self._state == "lost" and note == self._note:
            return []
        if self._state not in ("lost", "no_frames"):
            self._since = now
        self._state, self._note = "lost", note
        return [Health(self._channel, 0.0, "lost", note, at=now, next_step=next_step)]

    def dropped(self, now: float, note: str) -> list[Health]:
        """Sound went missing between the device and the reader."""
        return [Health(self._channel, 0.0, "dropped", note, at=now)]

    def look(self, now: float, level: float | None) -> list[Health]:
        """What to say about an open channel; ``level`` is None when no frames came since."""
        if level is None:
            return self._without_frames(now)
        self._framed = now
        said = []
        if self._state in ("lost", "no_frames"):
            note = f"sound is back after {now - self._since:.1f} s"
            said.append(Health(self._channel, level, "recovered", note, at=now))
            self._sounded = now
        if self._state != "silent":
            self._state = "ok"
        if level >= SILENT_LEVEL:
            self._sounded = now
            self._state = "ok"
        if now - self._sounded < self._silent_after:
            return [*said, Health(self._channel, level, "ok", at=now)]
        self._state = "silent"
        note = f"no sound for {now - self._sounded:.0f} s{self._hint}"
        return [*said, Health(self._channel, level, "silent", note, at=now)]

    def hung(self, now: float) -> list[Health]:
        """The sound system does not answer, so nothing is known of the device."""
        return self._stopped(
            now, "the sound system does not answer", "If it stays so, restart the sound server."
        )

    def _without_frames(self, now: float) -> list[Health]:
        quiet_for = now - self._framed
        if quiet_for < NO_FRAMES_S:
            return []
        return self._stopped(
            now,
            f"the device has sent nothing for {quiet_for:.1f} s",
            "It is opened anew. If that does not help, plug it in again or choose another.",
        )

    def _stopped(self, now: float, note: str, next_step: str) -> list[Health]:
        if self._state in ("lost", "no_frames"):
            return []
        self._state, self._since = "no_frames", self._framed
        return [Health(self._channel, 0.0, "no_frames", note, at=now, next_step=next_step)]
