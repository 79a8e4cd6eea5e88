"""The memory of this very process is told, and what it holds now is no more than it ever held."""

from __future__ import annotations

import sys

import pytest

from app.bench.memory import held_mb, peak_mb

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own figures")


def test_what_is_held_grows_with_what_is_kept() -> None:
    before = held_mb()
    kept = bytearray(b"x" * (64 * 2**20))
    after = held_mb()
    assert before is not None and after is not None
    assert 5 < before < after < 20_000
    assert len(kept) == 64 * 2**20


def test_the_peak_is_at_least_what_is_held_now() -> None:
    held, peak = held_mb(), peak_mb()
    assert held is not None and peak is not None
    assert peak > 0.95 * held
