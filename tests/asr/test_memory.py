"""The allocator of Linux is told to give large blocks back; others are left alone."""

from __future__ import annotations

import platform

import pytest

from app.asr import memory
from app.asr.memory import give_back_large_blocks


def test_glibc_accepts_it() -> None:
    if platform.libc_ver()[0] != "glibc":
        pytest.skip("needs glibc")
    assert give_back_large_blocks()


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory.host, "system", lambda: "macos")
    assert not give_back_large_blocks()


def test_a_library_without_that_call_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory.host, "system", lambda: "linux")
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda name: object())
    assert not give_back_large_blocks()
