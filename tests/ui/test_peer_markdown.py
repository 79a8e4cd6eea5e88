"""The peer really draws the growing answer, whole, at every update."""

from __future__ import annotations

import pytest

from app.ui import peer_markdown


async def test_every_update_is_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peer_markdown, "LATE", 2)
    costs = peer_markdown.update_ms()
    assert len(costs) == 2
    assert all(cost > 0 for cost in costs)
