"""The live source: one whole index at any time, whatever happens to the files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from app.retrieval.live import LiveNotes
from app.retrieval.scripted import WordEncoder

Write = Callable[[dict[str, str | bytes]], Path]


async def best_text(live: LiveNotes, query: str) -> str:
    return (await live.search(query)).passages[0].text


async def test_a_saved_edit_is_found(notes: Write, tmp_path: Path) -> None:
    live = LiveNotes([notes({"a.md": "Kafka.", "b.md": "Redis."})], tmp_path, encoder=WordEncoder())
    assert (await live.load()).chunks == 2
    notes({"a.md": "Kafka has a blue logo."})
    assert await live.refresh() is None
    assert await best_text(live, "blue logo") == "Kafka has a blue logo."
    assert live.view().embedded == 1
    await live.aclose()


async def test_the_first_search_waits_for_the_index(notes: Write, tmp_path: Path) -> None:
    live = LiveNotes([notes({"a.md": "Kafka."})], tmp_path, encoder=WordEncoder())
    assert live.view().chunks == 0 and live.vocabulary() == ()
    assert await best_text(live, "kafka") == "Kafka."
    assert live.view().chunks == 1
    await live.aclose()


async def test_a_fall_back_of_the_encoder_is_said(notes: Write, tmp_path: Path) -> None:
    encoder = WordEncoder()
    encoder.id += "-exact"
    live = LiveNotes([notes({"a.md": "Kafka."})], tmp_path, encoder=encoder)
    assert "slower exact products" in (await live.load()).remark
    await live.aclose()


async def test_an_unwritable_cache_is_only_a_remark(notes: Write, tmp_path: Path) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("in the way")
    live = LiveNotes([notes({"a.md": "Kafka."})], blocked, encoder=WordEncoder())
    view = await live.load()
    assert view.chunks == 1 and "cannot be written" in view.remark
    await live.aclose()


def test_importing_it_loads_nothing_heavy() -> None:
    code = (
        "import sys, app.retrieval, app.retrieval.live;"
        "print([m for m in ('numpy', 'onnxruntime', 'tokenizers', 'markdown_it', 'torch')"
        " if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
