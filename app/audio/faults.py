"""What to tell the user of channels that cannot be heard: one problem for each fault."""

from __future__ import annotations

from collections.abc import Collection

from app.core.events import Channel, Health, Problem


class Faults:
    """Follows the health of all channels and knows which cannot be heard now."""

    def __init__(self) -> None:
        self._broken: set[Channel] = set()

    def take(self, health: Health) -> Problem | None:
        """The problem that begins with this news; None where none does.

        ``Problem.where`` is ``audio.them`` or ``audio.me``, and the problem is over when that
        channel says ``ok`` or ``recovered``. Silence is none: the other side may just be
        listening. Neither is a loss mended at once, which has no next step.
        """
        if health.state not in ("lost", "no_frames"):
            if health.state in ("ok", "silent", "recovered"):
                self._broken.discard(health.channel)
            return None
        if health.channel in self._broken or not health.next_step:
            return None
        self._broken.add(health.channel)
        who = "The other side" if health.channel == "them" else "Your microphone"
        return Problem(
            f"audio.{health.channel}",
            f"{who} cannot be heard",
            health.note,
            health.next_step,
            sticky=True,
            at=health.at,
        )

    def deaf(self, channels: Collection[Channel]) -> bool:
        """Whether none of these can be heard."""
        return self._broken >= set(channels)
