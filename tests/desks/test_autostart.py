"""Start at login is really written, read back and taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.desks.autostart import AutostartDesk
from app.platforms.autostart import LinuxAutostart


async def test_it_is_written_read_back_and_removed(tmp_path: Path) -> None:
    desk = AutostartDesk(lambda: LinuxAutostart(tmp_path / "autostart"))
    assert await desk.enabled() is False
    assert await desk.turn(True) is True
    (entry,) = (tmp_path / "autostart").iterdir()
    assert "Exec=" in entry.read_text()
    assert await desk.enabled() is True
    assert await desk.turn(False) is False
    assert not entry.exists()


async def test_a_refusal_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GhostPilotError, match="cannot be changed"):
        await AutostartDesk(lambda: LinuxAutostart(tmp_path / "file")).turn(True)
