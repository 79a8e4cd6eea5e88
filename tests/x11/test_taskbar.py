"""The overlay is in no taskbar and no window switcher, also after it was hidden."""

from __future__ import annotations

import time

import pytest

from tests.x11.desktop import Desktop, until

pytestmark = pytest.mark.x11


def test_the_overlay_skips_taskbar_and_switcher(managed: Desktop) -> None:
    overlay = managed.program("overlay")
    window = str(overlay.wait_for("ready")["window"])

    def skips() -> bool:
        states = managed.run("xprop", "-id", window, "_NET_WM_STATE")
        return "SKIP_TASKBAR" in states and "SKIP_PAGER" in states

    until(skips, "the states of the window")
    overlay.obey("hide")
    time.sleep(0.3)
    overlay.obey("show")
    time.sleep(0.3)
    until(skips, "the states after another show")
