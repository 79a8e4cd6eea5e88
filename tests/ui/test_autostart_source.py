"""What the box asks is what the desk over the platform answers."""

from __future__ import annotations

from app.desks.autostart import AutostartDesk
from app.ui.autostart_source import StartAtLogin


async def test_the_desk_is_such_a_source() -> None:
    source: StartAtLogin = AutostartDesk()
    assert source
