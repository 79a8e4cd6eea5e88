"""The one failure shape: what went wrong, why, and what the user can do about it."""

from __future__ import annotations

from typing import Self

from app.core.events import Problem


class GhostPilotError(Exception):
    """An expected failure, caught at a stage boundary and shown as a `Problem`.

    ``exit_code`` follows the command line's contract: 1 the answer is no, 2 bad input or
    configuration, 3 something must be installed or fetched first.
    """

    def __init__(
        self, title: str, detail: str = "", next_step: str = "", *, exit_code: int = 2
    ) -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.next_step = next_step
        self.exit_code = exit_code

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """A failure that was told as a problem, for callers who wait for it as an error."""
        return cls(problem.title, problem.detail, problem.next_step)

    def __str__(self) -> str:
        """The whole story as one sentence for a terminal."""
        text = self.title.rstrip(".")
        if self.detail:
            text += f": {self.detail.rstrip('.')}"
        return f"{text}. {self.next_step}".rstrip()

    def problem(self, where: str, *, sticky: bool = True, question: str = "") -> Problem:
        """The same failure as an event for the user's screen and the recording."""
        return Problem(
            where, self.title, self.detail, self.next_step, sticky=sticky, question=question
        )


def describe(error: BaseException) -> str:
    """One line for an unexpected exception: its class and message."""
    message = str(error).strip()
    return f"{type(error).__name__}: {message}" if message else type(error).__name__
