"""Questions the notes do not cover are told apart from those they do."""

from __future__ import annotations

import pytest

from app.retrieval.encoders import OnnxEncoder
from app.retrieval.index import Snapshot, build, search


@pytest.fixture(scope="module")
def snapshot(encoder: OnnxEncoder, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    from app.core import paths

    return build([paths.shipped("knowledge")], encoder, tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize(
    "query",
    ["how long is an access token valid", "is there a discount for charities"],
)
def test_covered(snapshot: Snapshot, encoder: OnnxEncoder, query: str) -> None:
    assert search(snapshot, encoder, query).covered


@pytest.mark.parametrize(
    "query",
    ["who won the football world cup in 1998", "how do I bake sourdough bread", "asdf qwer zxcv"],
)
def test_not_covered(snapshot: Snapshot, encoder: OnnxEncoder, query: str) -> None:
    assert not search(snapshot, encoder, query).covered
