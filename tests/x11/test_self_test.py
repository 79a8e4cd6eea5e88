"""What captures see of the real overlay on a real display, in the self-test's own words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.x11.desktop import Desktop, require

pytestmark = pytest.mark.x11


@pytest.fixture
def composited(desktop: Desktop) -> Desktop:
    """A display with openbox and a compositor."""
    require("import")
    desktop.window_manager("openbox")
    desktop.start("picom", "--backend", "xrender", "--config", "/dev/null")
    return desktop


def report(desktop: Desktop, *arguments: str) -> dict[str, Any]:
    program = desktop.program("tested", *arguments)
    found = program.wait_for("report")
    program.wait_for("left", markers=0)
    return found


def test_x11_shows_the_overlay_to_every_way(composited: Desktop) -> None:
    found = report(composited)
    assert found["routes"] == {"Qt": "VISIBLE", "mss": "VISIBLE", "import": "VISIBLE"}
    assert re.fullmatch(r"VISIBLE to captures \(Qt, mss, import\) at \d\d:\d\d", found["sentence"])
    assert found["problem"]


def test_a_translucent_overlay_is_found_too(composited: Desktop) -> None:
    assert report(composited, "--opacity", "0.4")["verdict"] == "VISIBLE"


def test_without_a_compositor_it_works_as_well(desktop: Desktop) -> None:
    require("import")
    desktop.window_manager("openbox")
    assert report(desktop)["verdict"] == "VISIBLE"


def test_an_overlay_left_out_is_not_seen(composited: Desktop) -> None:
    found = report(composited, "--imitate", "excluded")
    assert set(found["routes"].values()) == {"not seen"}
    assert re.fullmatch(r"not seen by the 3 ways tried at \d\d:\d\d", found["sentence"])
    assert not found["problem"]


def test_an_overlay_blacked_out_is_a_black_box(composited: Desktop) -> None:
    found = report(composited, "--imitate", "black")
    assert set(found["routes"].values()) == {"black box"}


def test_a_capture_that_shows_nothing_proves_nothing(composited: Desktop) -> None:
    found = report(composited, "--blind")
    assert found["verdict"] == "unknown"
    assert "invisible" not in found["sentence"]


def test_a_hidden_overlay_cannot_be_tested(composited: Desktop) -> None:
    assert set(report(composited, "--hidden")["routes"].values()) == {"unknown"}
