"""Real windows on a display of their own; skipped, with the reason, where a program is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.x11.desktop import Desktop


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    """An empty display without a window manager."""
    desktop = Desktop(tmp_path)
    yield desktop
    desktop.close()


@pytest.fixture(params=["openbox", "xfwm4", "icewm", "metacity", "kwin_x11"])
def managed(request: pytest.FixtureRequest, desktop: Desktop) -> Desktop:
    """A display under each window manager in turn."""
    desktop.window_manager(request.param)
    return desktop
