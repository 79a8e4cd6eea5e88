"""An event loop whose clock jumps to the next timer, so that limits are tested without waiting.

No pause takes real time, and none gets longer because the machine is busy: what happens first
by the clock happens first. For code that reads the time from its loop alone.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Mapping
from typing import Any


class JumpingLoop(asyncio.SelectorEventLoop):
    """Use it by ``EVENT_LOOP = JumpingLoop`` in a module of tests."""

    def __init__(self) -> None:
        self.now = 0.0
        super().__init__(_Jumping(self))

    def time(self) -> float:
        return self.now


class _Jumping(selectors.BaseSelector):
    """Instead of waiting for some seconds it sets the clock forward by them."""

    def __init__(self, loop: JumpingLoop) -> None:
        self._loop = loop
        self._real = selectors.DefaultSelector()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            return self._real.select()
        self._loop.now += timeout
        return self._real.select(0)

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def close(self) -> None:
        self._real.close()

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._real.get_map()
