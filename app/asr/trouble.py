"""What a recogniser in trouble tells the user: one clear problem for each cause."""

from __future__ import annotations

from app.core.errors import GhostPilotError, describe
from app.core.events import Problem


def not_recognised(error: Exception) -> Problem:
    """A stretch of speech whose decoding failed."""
    if isinstance(error, GhostPilotError):
        return error.problem("asr")
    return Problem(
        "asr",
        "A sentence could not be recognised",
        describe(error),
        "Listening goes on; choose another recogniser if this repeats.",
    )


def too_slow(left_out_s: float, limit_s: float | None, at: float) -> Problem:
    """Sound given up because more of it came than could be recognised."""
    return Problem(
        "asr",
        f"The recogniser is too slow: {left_out_s:.0f} s of speech were left out",
        f"More than {limit_s or 0:.0f} s of sound were waiting",
        "Close other programs or choose a lighter recogniser.",
        at=at,
    )


def left_out(seconds: float, host: str, at: float) -> Problem:
    """Sound given up because a service could not be reached, or not fast enough."""
    return Problem(
        "asr",
        f"{seconds:.0f} s of speech were left out",
        f"{host} did not take them in time",
        "Check the connection, or choose the recogniser inside, which needs none.",
        at=at,
    )
