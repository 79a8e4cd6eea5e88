"""Capture exclusion on Windows: the calls and what is made of their answers, on a stand-in."""

from __future__ import annotations

from app.platforms.windows import WindowsExclusion
from tests.platforms.fake_user32 import User32


def test_exclusion_is_asked_for_and_read_back() -> None:
    user32 = User32()
    assert WindowsExclusion(user32).exclude(0x1234) == "excluded"
    assert user32.calls[0] == ("SetWindowDisplayAffinity", 0x1234, 0x11)
    assert user32.calls[1][:2] == ("GetWindowDisplayAffinity", 0x1234)


def test_an_older_windows_gets_a_black_box() -> None:
    user32 = User32(supported=(0x01,))
    assert WindowsExclusion(user32).exclude(1) == "blacked_out"
    assert user32.affinity == {1: 0x01}


def test_a_system_that_refuses_is_not_believed() -> None:
    assert WindowsExclusion(User32(supported=())).exclude(1) == "failed"


def test_a_system_that_accepts_and_forgets_is_not_believed() -> None:
    assert WindowsExclusion(User32(forgets=True)).exclude(1) == "failed"


def test_a_window_id_of_64_bits_fits() -> None:
    user32 = User32()
    assert WindowsExclusion(user32).exclude(0x7FFF_FFFF_FFFF) == "excluded"
