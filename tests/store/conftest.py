"""A file of settings to begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.settings_file import EXAMPLE


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The settings of the example, on the disk."""
    path = tmp_path / "settings.toml"
    path.write_text(EXAMPLE)
    return path
