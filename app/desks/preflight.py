"""The preflight for its tab: the checks of the command, on the settings of the running program."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.core.check import Check
from app.core.crash_log import crash_log_file
from app.parts import Plan

if TYPE_CHECKING:
    from app.checks.base import Subject


class PreflightDesk:
    """Implements `ui.preflight_source.Preflight`."""

    def __init__(
        self, plan: Plan, own: Mapping[str, Callable[[], Awaitable[Check]]] = MappingProxyType({})
    ) -> None:
        """``own`` are checks by name that the running program makes itself."""
        self._plan, self._own = plan, own

    @property
    def names(self) -> tuple[str, ...]:
        """See `Preflight`."""
        from app.checks.preflight import CHECKERS

        return tuple(name for checker in CHECKERS for name in checker.names)

    @property
    def crash_log(self) -> str:
        """See `Preflight`."""
        return str(crash_log_file())

    async def run(self) -> AsyncGenerator[Check, None]:
        """See `Preflight`."""
        from app.checks.preflight import preflight

        subject = await asyncio.to_thread(self._subject)
        async with aclosing(preflight(subject)) as checks:
            async for check in checks:
                yield check

    async def diagnostics(self, checks: Sequence[Check]) -> str:
        """See `Preflight`."""
        from app.checks.diagnostics import diagnostics

        return await asyncio.to_thread(lambda: diagnostics(self._subject(), checks))

    def _subject(self) -> Subject:
        from app.checks.preflight import subject_of

        plan = self._plan
        found = subject_of(plan.config, plan.redactor)
        return replace(found, settings=plan.settings, notes=plan.notes, own=self._own)
