"""A screen reader finds a name and a role for everything it can stop at, in every tab."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.recorded import conversation, record
from tests.x11.assistant import assistant, environment, session_bus
from tests.x11.desktop import Desktop, require

pytestmark = pytest.mark.x11
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
TABS = ("sessions", "prompts", "knowledge", "preflight", "settings")


NO_ROLES = {"", "invalid", "unknown"}


@pytest.mark.skipif(not LAUNCHER.exists(), reason="not installed here: at-spi2-core")
async def test_every_part_in_every_tab_has_a_name_and_a_role(
    desktop: Desktop, tmp_path: Path
) -> None:
    require("dbus-daemon")
    desktop.window_manager("openbox")
    await asyncio.to_thread(record, conversation())
    with session_bus(tmp_path) as address:
        desktop.environ |= environment(address)
        async with assistant(address) as reader:
            program = await asyncio.to_thread(desktop.program, "tabs")
            for name in TABS:
                program.tell(name)
                await asyncio.to_thread(program.wait_for, "shown", tab=name)
                stops = [one for one in await reader.walk() if one.focusable and one.showing]
                assert len(stops) >= 4, f"{name}: {stops}"
                assert [one for one in stops if not one.name.strip()] == [], name
                assert [one for one in stops if one.role in NO_ROLES] == [], name
            program.tell("quit")
            await asyncio.to_thread(program.process.wait, 10)
