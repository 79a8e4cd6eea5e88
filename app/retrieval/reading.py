"""What a build of the index tells of itself while it works, and how the user ends it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.core.errors import GhostPilotError


class Stopped(GhostPilotError):
    """Ends a build in its worker because the user wanted that."""

    def __init__(self) -> None:
        super().__init__(
            "The reading of the notes was stopped",
            "what was found before is still found",
            "Read them again, or change a note.",
        )


class Closed(GhostPilotError):
    """Ends a build in its worker because the notes are being closed."""

    def __init__(self) -> None:
        super().__init__("The notes were closed while they were read")


class StillReading(GhostPilotError):
    """A search came that does not wait while the notes are read for the first time."""

    def __init__(self, progress: tuple[int, int]) -> None:
        done, of = progress
        super().__init__(
            "The notes are still being read",
            f"{done} of {of} passages are ready" if of else "",
            "Ask again when they are.",
        )


class Reading:
    """The build under way. `step` is called in its worker, everything else on the loop."""

    def __init__(self) -> None:
        self.progress: tuple[int, int] | None = None
        """How many of how many new chunks are encoded; None while nothing is built."""
        self.stopped = False
        """The last build was ended by the user."""
        self.in_use = False
        """Whoever uses the notes did not wait for the first build: searches do not either."""
        self._stopping = False

    def stop(self) -> None:
        """End the build under way at its next step; without one nothing happens."""
        self._stopping = self.progress is not None

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Around a build."""
        self.progress, self.stopped, self._stopping = (0, 0), False, False
        try:
            yield
        except Stopped:
            self.stopped = True
            raise
        finally:
            self.progress = None

    def step(self, done: int, of: int) -> None:
        """The build came so far; raises `Stopped` when it is to end."""
        if self._stopping:
            raise Stopped
        self.progress = (done, of)
