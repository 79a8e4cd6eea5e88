"""What Linux desktops can do, told from their environment."""

from __future__ import annotations

import pytest

from app.platforms.linux import RULES, LinuxExclusion, compositor, window_system

WAYLAND = {"WAYLAND_DISPLAY": "wayland-0"}


def test_no_window_can_be_hidden_by_a_program() -> None:
    assert LinuxExclusion({}).exclude(1) == "unsupported"


def test_x11_advises_to_share_one_window() -> None:
    assert "share one window" in LinuxExclusion({"DISPLAY": ":0"}).advice()


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"XDG_CURRENT_DESKTOP": "KDE"}, "kde"),
        ({"HYPRLAND_INSTANCE_SIGNATURE": "x", "XDG_CURRENT_DESKTOP": "Hyprland"}, "hyprland"),
        ({"NIRI_SOCKET": "/run/niri", "XDG_CURRENT_DESKTOP": "niri"}, "niri"),
        ({"XDG_CURRENT_DESKTOP": "mango"}, "mango"),
    ],
)
def test_a_compositor_with_a_rule_of_its_own_is_told(environ: dict[str, str], name: str) -> None:
    assert compositor(environ) == name
    advice = LinuxExclusion(WAYLAND | environ).advice()
    assert advice == RULES[name]
    assert "ghostpilot" in advice


@pytest.mark.parametrize("desktop", ["GNOME", "ubuntu:GNOME", "sway", ""])
def test_a_compositor_without_a_rule_is_told_too(desktop: str) -> None:
    advice = LinuxExclusion(WAYLAND | {"XDG_CURRENT_DESKTOP": desktop}).advice()
    assert "no rule" in advice


def test_wayland_goes_through_xwayland_and_says_so() -> None:
    name, note = window_system(WAYLAND | {"DISPLAY": ":0"})
    assert name == "xcb"
    assert "XWayland" in note


def test_wayland_without_xwayland_says_what_is_missing() -> None:
    name, note = window_system(WAYLAND)
    assert name == ""
    assert "no XWayland" in note


def test_the_users_own_choice_wins() -> None:
    assert window_system(WAYLAND | {"DISPLAY": ":0", "QT_QPA_PLATFORM": "wayland"}) == ("", "")


def test_x11_needs_no_word() -> None:
    assert window_system({"DISPLAY": ":0"}) == ("", "")
