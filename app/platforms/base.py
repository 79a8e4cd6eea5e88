"""The contract of a platform: what only the operating system can do for the overlay."""

from __future__ import annotations

from typing import Literal, Protocol

Exclusion = Literal["excluded", "blacked_out", "unsupported", "failed"]


class CaptureExclusion(Protocol):
    """Asks the system to leave a window out of screen captures."""

    def exclude(self, window_id: int) -> Exclusion:
        """Ask for one native window; repeat after every show. Success is no proof."""

    def advice(self) -> str:
        """What the user can do where the system offers programs nothing; may be empty."""
