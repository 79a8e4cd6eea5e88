"""The speed figures measure what they say; small sizes here, the real ones in the benchmark."""

from __future__ import annotations

from pathlib import Path

from app.bench.retrieval_bases import LikeEncoder, synthetic, write_base
from app.bench.retrieval_speed import edit, keep_vectors, probe, query_ms
from app.core import paths
from app.retrieval.encoders import load_encoder


def test_each_query_is_timed() -> None:
    encoder = load_encoder()
    took = query_ms(synthetic(30, encoder, None), encoder, ["who won", "what is it"] * 5)
    assert len(took) == 10 and all(ms > 0 for ms in took)


async def test_an_edit_is_found_by_its_words(tmp_path: Path) -> None:
    folder = write_base(tmp_path / "base", 20, None)
    work, findable = await edit(folder, tmp_path / "cache", load_encoder(), times=2)
    assert len(work) == len(findable) == 2
    assert all(done > index for done, index in zip(findable, work, strict=True))


def test_kept_vectors_spare_the_encoding(tmp_path: Path) -> None:
    folder = write_base(tmp_path / "base", 20, None)
    keep_vectors(folder, tmp_path / "cache", LikeEncoder("all-MiniLM-L6-v2/int8"))
    seconds, result = probe("first", str(folder), str(tmp_path / "cache"), "what happened")
    assert seconds > 0 and result["chunks"] == 20


def test_memory_is_told_after_the_first_result(tmp_path: Path) -> None:
    _, result = probe("first", str(paths.shipped("knowledge")), str(tmp_path), "who mentored")
    assert 20 < result["memory_mb"] < 2000
