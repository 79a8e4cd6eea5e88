"""The threat model is held by tests: each one it names exists, and these two are its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QDesktopServices

from app.core import settings
from app.ui import note_opener

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)


def test_every_line_of_a_table_names_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "could" not in line]
    assert len(rows) > 15
    for row in rows:
        assert "`tests/" in row, row


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)))
def test_a_named_test_exists(file: str, name: str) -> None:
    source = (ROOT / file).read_text("utf-8")
    assert not name or re.search(rf"^(async )?def {name}\(", source, re.MULTILINE), name


@pytest.mark.parametrize(
    ("address", "opens"),
    [
        ("https://example.org/page", True),
        ("http://example.org", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("ssh://host", False),
        ("/usr/bin/program", False),
    ],
)
def test_a_link_of_an_answer_opens_the_web_and_nothing_else(
    address: str, opens: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    note_opener.open_link(address)
    assert bool(opened) is opens


def test_the_program_calls_nobody_by_itself() -> None:
    """Every web address in the code is a setting's default, a preset, or words for people."""
    settled = {
        settings.Speech().openai_url,
        settings.Notes().qdrant_url,
    }
    strange = []
    for path in sorted((ROOT / "app").rglob("*.py")):
        for address in re.findall(r"https?://\w[\w.:\-/]+", path.read_text("utf-8")):
            known = address.rstrip("/.") in {known.rstrip("/") for known in settled}
            here = re.match(r"https?://(127\.0\.0\.1|localhost|example\.)", address)
            if not known and not here and path.name not in KNOWN_PLACES:
                strange.append(f"{path.relative_to(ROOT)}: {address}")
    assert strange == []


def test_no_library_inside_keeps_or_sends_anything_of_its_own(tmp_path: Path) -> None:
    """onnxruntime, left alone, gives the machine a number and reports its use to its maker."""
    program = "from app.retrieval.encoders import load_encoder; load_encoder().encode(['hello'])"
    left_out = ("ORT_", "HF_", "CI", "GITHUB_", "XDG_", "GHOSTPILOT_")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(left_out)}
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**environment, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stderr == ""
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


KNOWN_PLACES = {
    "presets.py": "providers a user may choose",
    "settings.py": "defaults",
    "whisper_model.py": "models a user may ask to be fetched",
    "export_html.py": "the name space of a page",
}
"""Files that hold an address which is used only on the user's word, and why it is there."""
