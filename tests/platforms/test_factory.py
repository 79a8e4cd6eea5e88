"""The choice of a platform: once, by the system, with a null that says why."""

from __future__ import annotations

import os

import pytest

from app import platforms
from app.platforms.linux import LinuxExclusion
from app.platforms.null import NullHotkeys
from app.platforms.wayland_portal import PortalHotkeys


def test_linux_gets_its_own_exclusion() -> None:
    assert isinstance(platforms.make_exclusion(), LinuxExclusion)


def test_wayland_gets_the_portal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert isinstance(platforms.make_hotkeys(), PortalHotkeys)


@pytest.mark.filterwarnings(  # python-xlib leaves the sockets it could not connect
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)
async def test_without_a_display_hotkeys_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", "")
    hotkeys = platforms.make_hotkeys()
    assert isinstance(hotkeys, NullHotkeys)
    (problem,) = await hotkeys.bind({"toggle": "Ctrl+Alt+Space"})
    assert problem.title == "Global hotkeys do not work"


def test_the_window_system_is_chosen_before_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("DISPLAY", ":0")
    assert "XWayland" in platforms.prepare_windows()
    assert os.environ["QT_QPA_PLATFORM"] == "xcb"


def test_a_mac_is_asked_nothing_about_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.core.host.system", lambda: "macos")
    assert platforms.prepare_windows() == ""
    assert platforms.can_be_translucent()


def test_there_is_always_a_way_to_capture() -> None:
    assert platforms.make_capture_routes()


def test_autostart_of_this_system_can_be_made() -> None:
    assert platforms.make_autostart().enabled() in (True, False)
