"""The shipped encoder makes the vectors of the original model, and says what is missing."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from app.core import paths
from app.core.errors import GhostPilotError
from app.retrieval.encoders import OnnxEncoder, load_encoder

ASSET = paths.shipped("assets") / "models" / "all-MiniLM-L6-v2"


def test_vectors_agree_with_the_original(encoder: OnnxEncoder) -> None:
    reference = json.loads((ASSET / "reference.json").read_text(encoding="utf-8"))
    truth = np.array(reference["vectors"], dtype=np.float32)
    cosines = (encoder.encode(reference["texts"]) * truth).sum(axis=1)
    assert cosines.min() >= 0.96 and cosines.mean() >= 0.99


def test_meaning_counts_not_only_words(encoder: OnnxEncoder) -> None:
    query, near, far = encoder.encode(
        ["undo a bad release", "roll back to the previous revision", "prices are without VAT"]
    )
    assert query @ near > query @ far


def test_text_beyond_128_pieces_is_read(encoder: OnnxEncoder) -> None:
    long = "the parcel was scanned in Malmö " * 25
    plain, with_end = encoder.encode([long, long + " volcano eruption"])
    assert float(plain @ with_end) < 0.999


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(GhostPilotError, match=r"model\.int8\.onnx is missing") as caught:
        OnnxEncoder(tmp_path)
    assert caught.value.exit_code == 3


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "model.int8.onnx").write_bytes(b"not a model")
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(GhostPilotError, match="cannot be loaded") as caught:
        OnnxEncoder(tmp_path)
    assert caught.value.exit_code == 3


@pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is not None, reason="the library is here"
)
def test_another_model_needs_its_library() -> None:
    with pytest.raises(GhostPilotError, match="sentence-transformers") as caught:
        load_encoder("BAAI/bge-small-en-v1.5")
    assert caught.value.exit_code == 3 and "pip install" in caught.value.next_step
