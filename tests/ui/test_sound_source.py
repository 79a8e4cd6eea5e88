"""The desk offers what the windows ask for."""

from __future__ import annotations

import inspect

from app.desks.sound import SoundDesk
from app.ui.sound_source import Sounds


def test_the_desk_implements_it() -> None:
    assert inspect.iscoroutinefunction(SoundDesk.devices)
    assert inspect.isasyncgenfunction(SoundDesk.levels)
    for name in ("devices", "levels"):
        ours, theirs = (inspect.signature(getattr(c, name)) for c in (Sounds, SoundDesk))
        assert list(ours.parameters) == list(theirs.parameters)
