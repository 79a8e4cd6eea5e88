"""The platform that can do nothing: it says so, and stands in for a real one in tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.core.events import Problem
from app.platforms.base import Exclusion


class NullExclusion:
    """Hides no window; ``asked`` keeps the window ids it was asked for."""

    def __init__(self, advice: str = "", answer: Exclusion = "unsupported") -> None:
        self.asked: list[int] = []
        self._advice = advice
        self._answer = answer

    def exclude(self, window_id: int) -> Exclusion:
        self.asked.append(window_id)
        return self._answer

    def advice(self) -> str:
        return self._advice


class NullHotkeys:
    """Takes no key; ``press`` acts as if the key of an action had been pressed.

    ``problem``, when given, is what `bind` reports once for the whole desktop.
    """

    def __init__(self, problem: Problem | None = None) -> None:
        self.bound: dict[str, str] = {}
        self._problem = problem
        self._pressed: Callable[[str], None] | None = None

    def listen(self, pressed: Callable[[str], None], lost: Callable[[Problem], None]) -> None:
        self._pressed = pressed

    async def bind(self, keys: Mapping[str, str]) -> list[Problem]:
        self.bound = {action: key for action, key in keys.items() if key}
        return [self._problem] if self._problem and self.bound else []

    def press(self, action: str) -> None:
        if action in self.bound and self._pressed is not None:
            self._pressed(action)

    async def aclose(self) -> None:
        self.bound = {}


class NullAutostart:
    """Remembers the wish for as long as the program runs."""

    def __init__(self) -> None:
        self._enabled = False

    def enabled(self) -> bool:
        return self._enabled

    def enable(self) -> None:
        self._enabled = True

    def disable(self) -> None:
        self._enabled = False
