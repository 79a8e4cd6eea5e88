"""Every set of folders and every encoder has its own collection on the server."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.retrieval.qdrant_server import collection_name, open_client, points_held


def test_other_folders_and_encoders_have_other_collections() -> None:
    names = {collection_name([Path(f)], e) for f in ("/a", "/b") for e in ("x/int8", "y/fp32")}
    assert len(names) == 4
    assert collection_name([Path("/a")], "x/int8") in names


def test_a_collection_is_made_once_and_tells_its_points() -> None:
    pytest.importorskip("qdrant_client", reason="the qdrant extra is not installed")
    from qdrant_client import models

    client = open_client(":memory:", "")
    assert points_held(client, "a", 2) == frozenset()
    name = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
    client.upsert("a", [models.PointStruct(id=name, vector={"meaning": [1.0, 0.0]})])
    assert points_held(client, "a", 2) == {name}
    client.close()
