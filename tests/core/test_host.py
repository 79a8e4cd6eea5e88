"""The host is asked in one place, and answers the same for every caller."""

from __future__ import annotations

import pytest

from app.core import host


@pytest.mark.parametrize(
    ("platform", "system"), [("win32", "windows"), ("darwin", "macos"), ("linux", "linux")]
)
def test_the_system_is_one_of_three(
    monkeypatch: pytest.MonkeyPatch, platform: str, system: str
) -> None:
    monkeypatch.setattr(host.sys, "platform", platform)
    assert host.system() == system


def test_linux_has_a_display_when_a_server_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert not host.has_display()
    monkeypatch.setenv("DISPLAY", ":1")
    assert host.has_display()
    assert not host.is_wayland()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert host.is_wayland()
