"""Notes and encoders shared by the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.core import paths
from app.retrieval.encoders import OnnxEncoder, load_encoder


@pytest.fixture(scope="session")
def encoder() -> OnnxEncoder:
    """The shipped encoder, loaded once."""
    loaded = load_encoder()
    assert isinstance(loaded, OnnxEncoder)
    return loaded


@pytest.fixture
def sample() -> Path:
    """The notes that ship with the program."""
    return paths.shipped("knowledge")


@pytest.fixture
def notes(tmp_path: Path) -> Callable[[dict[str, str | bytes]], Path]:
    """Writes a knowledge folder from names and contents."""

    def write(files: dict[str, str | bytes]) -> Path:
        folder = tmp_path / "notes"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write
