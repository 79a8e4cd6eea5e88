"""The contracts of a platform: what only the operating system can do for the overlay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from app.core.events import Problem

Exclusion = Literal["excluded", "blacked_out", "unsupported", "failed"]

REPEATS = frozenset({"scroll_up", "scroll_down", "move_left", "move_right", "move_up", "move_down"})
"""Actions that fire again while their key is held down; every other fires once per press."""

HELD = frozenset({"hold_to_capture"})
"""Actions that last as long as their key is held: its release is told as well, where the
system tells programs of it (Windows does not)."""
RELEASED = " released"
"""What follows the action's name when its key is let go."""


class CaptureExclusion(Protocol):
    """Asks the system to leave a window out of screen captures."""

    def exclude(self, window_id: int) -> Exclusion:
        """Ask for one native window; repeat after every show. Success is no proof."""

    def advice(self) -> str:
        """What the user can do where the system offers programs nothing; may be empty."""


class Hotkeys(Protocol):
    """Keys that reach this program whichever window has the focus.

    How a pressed key arrives differs between systems, so that every source also fits one of
    the three protocols below.
    """

    async def bind(self, keys: Mapping[str, str]) -> list[Problem]:
        """Replace every binding by ``keys``: action -> key sequence such as "Ctrl+Alt+Space".

        An empty sequence leaves its action without a key. A key that cannot be had comes back
        as a `Problem` that names it, and never keeps the others from working.
        """

    async def aclose(self) -> None:
        """Give every key back."""


@runtime_checkable
class ReadableHotkeys(Hotkeys, Protocol):
    """A source with a file descriptor to wait on."""

    def fileno(self) -> int: ...

    def read(self) -> list[str]:
        """Actions of the keys pressed since the last call, without waiting.

        Raises `GhostPilotError` when the connection is lost.
        """


@runtime_checkable
class MessageHotkeys(Hotkeys, Protocol):
    """A source fed with the window messages of the main thread."""

    def on_message(self, message: bytes) -> str | None:
        """The action whose key this native ``MSG`` reports, or None for any other message."""


@runtime_checkable
class CallingHotkeys(Hotkeys, Protocol):
    """A source that calls back on the main thread."""

    def listen(self, pressed: Callable[[str], None], lost: Callable[[Problem], None]) -> None:
        """Have ``pressed`` called with the action of each key; call this before `bind`.

        ``lost`` is called when the system takes all keys back.
        """


class Autostart(Protocol):
    """Whether the program starts when the user logs in."""

    def enabled(self) -> bool:
        """What the system says now; raises `GhostPilotError` when it cannot be asked."""

    def enable(self) -> None:
        """Raises `GhostPilotError` when the system refuses."""

    def disable(self) -> None:
        """Does nothing when it was not enabled."""


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle in native pixels of the whole desktop."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Shot:
    """A captured region: rows from the top, three bytes (red, green, blue) a pixel.

    Its size differs from the region's where the capture is scaled.
    """

    width: int
    height: int
    rgb: bytes


class CaptureRoute(Protocol):
    """One public way to capture the screen, as another program would."""

    name: str

    def grab(self, region: Region) -> Shot:
        """Capture a region; blocking. Raises `GhostPilotError` when it cannot."""
