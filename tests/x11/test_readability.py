"""The text of the overlay reaches WCAG AA over busy screens, measured from the pixels."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.x11.desktop import ROOT, require

pytestmark = pytest.mark.x11


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
def test_text_is_readable_over_a_dark_and_a_light_screen(theme: str, tmp_path: Path) -> None:
    require("Xvfb", "openbox", "picom")
    command = [sys.executable, str(ROOT / "packaging" / "make_screenshots.py")]
    states = ["--only", "captions", "--only", "warning", "--only", "uncovered"]

    done = subprocess.run(
        [*command, "--out", str(tmp_path), "--theme", theme, *states],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list(tmp_path.glob("*.png"))) == 3
    assert all(path.stat().st_size < 100_000 for path in tmp_path.glob("*.png"))
