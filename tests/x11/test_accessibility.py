"""What a screen reader is told of the overlay, over the bus that readers on Linux use."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.x11.desktop import PROGRAMS, Desktop, require

LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")

pytestmark = pytest.mark.x11


def read(desktop: Desktop) -> dict[str, Any]:
    require("dbus-run-session")
    launcher = next((path for path in LAUNCHERS if Path(path).exists()), "")
    if not launcher:
        pytest.skip("not installed here: at-spi2-core")
    desktop.window_manager("openbox")
    command = ["dbus-run-session", "--", sys.executable, str(PROGRAMS / "reader.py"), launcher]
    done = subprocess.run(
        command, env=desktop.environ, capture_output=True, text=True, timeout=60, check=False
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith('{"kind"')]
    assert lines, done.stderr
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def test_a_screen_reader_finds_every_part_and_hears_what_is_new(desktop: Desktop) -> None:
    found = read(desktop)
    seen = [tuple(pair) for pair in found["seen"]]
    assert ("push button", "Passage 1: deploys.md > Rollback") in seen
    assert ("push button", "Passage 2: faq.md > Top") in seen
    assert ("push button", "Put this message away") in seen
    assert ("text", "Question") in seen
    assert {"GhostPilot overlay", "Captions", "Answer", "Listening. Recording."} <= {
        name for _, name in seen
    }
    nameless = [role for role, name in seen if not name and role in ("push button", "text")]
    assert nameless == []
    news = found["news"]
    assert "How do you roll back?" in news
    assert "Roll back first." in news
    assert "Nobody answers. Try again." in news
