"""Every figure of retrieval: how good the passages are, how fast they come, what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.bench import retrieval_quality, retrieval_speed
from app.bench.base import Figure


def run(data: Path | None) -> Iterator[Figure]:
    """Measure quality first, then speed; about two minutes on two cores."""
    from app.retrieval.encoders import load_encoder

    encoder = load_encoder()
    yield from retrieval_quality.run(data, encoder)
    yield from retrieval_speed.run(data, encoder)
