"""How a check of the preflight is made: on what, within which time, whatever happens in it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.core.check import Check
from app.core.errors import GhostPilotError, describe
from app.core.redact import Redactor
from app.core.settings import Settings

if TYPE_CHECKING:
    from app.parts import Notes

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is checked: the settings of the next session, and where they come from."""

    settings: Settings
    config: Path | None = None
    """The settings file in use, when it is not the usual one."""
    trouble: GhostPilotError | None = None
    """Why the settings file could not be used; ``settings`` are the defaults then."""
    unknown: tuple[str, ...] = ()
    """One sentence for each key of the file that no setting has."""
    redactor: Redactor = field(default_factory=Redactor)
    notes: Notes | None = None
    """Those of the running session; without one the folders are read for the check."""
    own: Mapping[str, Callable[[], Awaitable[Check]]] = field(default_factory=dict)
    """Checks by name that the running program makes itself, as it holds what is checked."""


@dataclass(frozen=True, slots=True)
class Checker:
    """A function that makes one or more checks which share their work."""

    names: tuple[str, ...]
    """Its checks, for the case that it cannot tell them itself."""
    look: Callable[[Subject], Awaitable[list[Check]]]
    limit_s: float = 5.0


def failed(name: str, error: GhostPilotError) -> Check:
    """An expected failure as a line."""
    title, detail = error.title.rstrip("."), error.detail.rstrip(".")
    words = f"{title}: {detail}." if detail else f"{title}."
    return Check(name, "FAIL", words, error.next_step or "Run again with --verbose for more.")


async def carry_out(checker: Checker, subject: Subject) -> list[Check]:
    """The checks of one checker, whatever happens in it and within its time."""
    try:
        async with asyncio.timeout(checker.limit_s):
            return await checker.look(subject)
    except TimeoutError:
        words = f"No result within {checker.limit_s:g} s."
        step = "Close other programs and try again; if it repeats, restart the computer."
        return [Check(name, "FAIL", words, step) for name in checker.names]
    except GhostPilotError as error:
        return [failed(name, error) for name in checker.names]
    except Exception as error:  # a check that fails must not keep the others from running
        words = f"The check itself failed: {describe(error)}."
        step = "Report this line; the other lines still hold."
        return [Check(name, "FAIL", words, step) for name in checker.names]


async def in_background(work: Callable[[], T]) -> T:
    """What blocking work returns, from a thread that cannot keep the program from ending.

    The system's own services may never answer; a pool's threads would be waited for at exit.
    Only for such services: a thread inside a C++ library must not be cut off.
    """
    loop = asyncio.get_running_loop()
    result: asyncio.Future[T] = loop.create_future()

    def settle(value: Any, error: Exception | None) -> None:
        if result.cancelled():
            return
        if error is not None:
            result.set_exception(error)
        else:
            result.set_result(value)

    def run() -> None:
        value, error = None, None
        try:
            value = work()
        except Exception as problem:  # handed on to whoever awaits the work
            error = problem
        with suppress(RuntimeError):  # the loop has ended; nobody waits any more
            loop.call_soon_threadsafe(settle, value, error)

    threading.Thread(target=run, name="preflight", daemon=True).start()
    return await result
