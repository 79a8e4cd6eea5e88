"""One command gives every figure: quality first, then speed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.bench import retrieval, retrieval_quality, retrieval_speed
from app.bench.base import Figure


def test_quality_comes_before_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    def figures(name: str) -> Any:
        def run(data: Path | None, encoder: object) -> Iterator[Figure]:
            assert data == Path("data") and encoder is not None
            yield Figure(name, 1)

        return run

    monkeypatch.setattr(retrieval_quality, "run", figures("quality"))
    monkeypatch.setattr(retrieval_speed, "run", figures("speed"))
    assert [figure.name for figure in retrieval.run(Path("data"))] == ["quality", "speed"]


def test_without_data_it_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval_quality, "find_data", lambda data, name: None)
    (figure,) = retrieval_quality.run(tmp_path, None)  # no encoder is needed for that
    assert "--data" in str(figure.value) and figure.passed is None
