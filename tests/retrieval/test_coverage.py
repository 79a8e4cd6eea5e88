"""Questions the notes do not cover are told apart from those they do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.core import paths
from app.retrieval.encoders import OnnxEncoder
from app.retrieval.index import build
from app.retrieval.searching import search
from app.retrieval.vector_cache import NOTHING

LABELLED = Path(__file__).parent.parent / "data" / "retrieval" / "covered.jsonl"


@pytest.mark.parametrize("half", ["tune", "test"])
def test_not_in_your_notes_is_right_and_complete(encoder: OnnxEncoder, half: str) -> None:
    snapshot = build([paths.shipped("knowledge")], encoder, NOTHING)
    asked = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    asked = [row for row in asked if row["half"] == half]
    denied = {row["query"] for row in asked if not search(snapshot, encoder, row["query"]).covered}
    foreign = {row["query"] for row in asked if not row["covered"]}
    assert len(foreign) >= 40 and len(asked) >= 80
    assert len(denied & foreign) / len(denied) >= 0.9, sorted(denied - foreign)
    assert len(denied & foreign) / len(foreign) >= 0.8, sorted(foreign - denied)


def test_nonsense_is_not_covered(encoder: OnnxEncoder) -> None:
    snapshot = build([paths.shipped("knowledge")], encoder, NOTHING)
    for query in ("asdf qwer zxcv", "the the the", "um, uh, so, yeah"):
        assert not search(snapshot, encoder, query).covered
