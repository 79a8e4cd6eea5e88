"""Start at login for the windows: the platform's contract, used in a worker."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app import platforms
from app.platforms.base import Autostart


class AutostartDesk:
    """Implements `ui.autostart_source.StartAtLogin`."""

    def __init__(self, make: Callable[[], Autostart] = platforms.make_autostart) -> None:
        self._make = make

    async def enabled(self) -> bool:
        return await asyncio.to_thread(lambda: self._make().enabled())

    async def turn(self, on: bool) -> bool:
        def change() -> bool:
            autostart = self._make()
            (autostart.enable if on else autostart.disable)()
            return autostart.enabled()

        return await asyncio.to_thread(change)
