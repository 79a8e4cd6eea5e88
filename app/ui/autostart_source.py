"""Whether the program starts at login, asked and changed off the UI thread."""

from __future__ import annotations

from typing import Protocol


class StartAtLogin(Protocol):
    """The system's own list of programs to start is what counts, not a setting of ours."""

    async def enabled(self) -> bool:
        """What the system says now; raises `GhostPilotError` when it cannot be asked."""

    async def turn(self, on: bool) -> bool:
        """Turn it on or off, and what the system says then; raises `GhostPilotError`."""
