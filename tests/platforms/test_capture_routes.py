"""Reading what capture programs print; real captures are in tests/x11/test_self_test.py."""

from __future__ import annotations

import pytest

from app.core.errors import GhostPilotError
from app.platforms.base import Region, Shot
from app.platforms.capture_routes import GrimRoute, ImportRoute, MssRoute, make_routes, read_ppm


def test_a_ppm_is_read() -> None:
    assert read_ppm(b"P6\n2 1\n255\n" + bytes(range(6))) == Shot(2, 1, bytes(range(6)))


def test_pixels_that_look_like_spaces_are_kept() -> None:
    assert read_ppm(b"P6\n1 2\n255\n" + b"\n  \t\n ").rgb == b"\n  \t\n "


@pytest.mark.parametrize(
    "wrong", [b"", b"P5\n2 1\n255\n123456", b"P6\n2 1\n65535\n123456", b"P6\n9 9\n255\n123"]
)
def test_anything_else_is_refused(wrong: bytes) -> None:
    with pytest.raises(GhostPilotError, match="not a picture"):
        read_ppm(wrong)


def test_the_routes_of_a_desktop_are_those_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")

    def names(**environ: str) -> list[str]:
        return [route.name for route in make_routes(environ)]

    assert names() == ["mss"]
    assert names(DISPLAY=":0") == ["mss", "import"]
    assert names(DISPLAY=":0", WAYLAND_DISPLAY="wayland-0") == ["mss", "import", "grim"]


@pytest.mark.parametrize("route", [MssRoute(), ImportRoute(), GrimRoute()], ids=lambda r: r.name)
def test_a_route_that_cannot_capture_says_so(
    route: MssRoute, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", "")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(GhostPilotError, match="cannot capture the screen"):
        route.grab(Region(0, 0, 10, 10))
