"""The retriever that the settings ask for."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from app.core.sections import Notes
from app.retrieval import make_retriever
from app.retrieval.qdrant import QdrantNotes


async def test_no_folder_named_means_the_sample() -> None:
    live = make_retriever(Notes())
    assert [Path(folder).name for folder in live.view().folders] == ["knowledge"]
    await live.aclose()


async def test_named_folders_are_used(tmp_path: Path) -> None:
    live = make_retriever(dataclasses.replace(Notes(), folders=(str(tmp_path),)))
    assert live.view().folders == (tmp_path.as_posix(),)
    await live.aclose()


async def test_qdrant_is_chosen_in_the_settings(tmp_path: Path) -> None:
    settings = dataclasses.replace(Notes(), folders=(str(tmp_path),), index="qdrant")
    served = make_retriever(settings)
    assert isinstance(served, QdrantNotes)
    await served.aclose()
