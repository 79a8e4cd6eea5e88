"""The desk offers what the preflight tab asks for."""

from __future__ import annotations

import inspect

from app.desks.preflight import PreflightDesk
from app.ui.preflight_source import Preflight


def test_the_desk_has_every_part_of_the_source() -> None:
    assert inspect.isasyncgenfunction(PreflightDesk.run)
    assert inspect.iscoroutinefunction(PreflightDesk.diagnostics)
    for name in ("names", "crash_log"):
        assert isinstance(getattr(PreflightDesk, name), property)
        assert isinstance(getattr(Preflight, name), property)
