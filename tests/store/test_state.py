"""What is remembered between runs comes back; a damaged file is only a first run again."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from app.store.state import kept_aside, load_state, remember


def test_what_is_remembered_comes_back(private_home: Path) -> None:
    assert load_state() == {}
    remember({"places": {"screen": [1, 2]}})
    remember({"consent": True})
    assert load_state() == {"places": {"screen": [1, 2]}, "consent": True}
    assert stat.S_IMODE((private_home / "state.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe"])
def test_a_damaged_file_is_a_first_run(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "state.json"
    file.write_bytes(content)
    assert load_state(file) == {}
    remember({"consent": True}, file)
    assert load_state(file) == {"consent": True}
    assert kept_aside(file).read_bytes() == content


def test_a_file_of_another_version_is_a_first_run(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    newer = '{"version": 2, "consent": "elsewhere"}'
    file.write_text(newer)
    assert load_state(file) == {}
    remember({"consent": True}, file)
    assert '"version": 1' in file.read_text()
    assert load_state(file) == {"consent": True}
    assert kept_aside(file).read_text() == newer, "the newer program finds what it knew"
    remember({"places": {}}, file)
    assert kept_aside(file).read_text() == newer
    assert stat.S_IMODE(kept_aside(file).stat().st_mode) == 0o600
