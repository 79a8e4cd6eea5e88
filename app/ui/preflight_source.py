"""What the preflight tab asks of its desk: every call is awaited and works off the UI thread."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import Protocol

from app.core.check import Check


class Preflight(Protocol):
    """The checks before a call, the same as those of the command ``doctor``."""

    @property
    def names(self) -> tuple[str, ...]:
        """The checks there are; each provider makes one of its own."""

    @property
    def crash_log(self) -> str:
        """Path of the file that keeps what broke."""

    def run(self) -> AsyncGenerator[Check, None]:
        """Each check as it ends, all within 15 s; closing it gives up the rest."""

    async def diagnostics(self, checks: Sequence[Check]) -> str:
        """A text that can be shown to others: no key and nothing private is in it."""
