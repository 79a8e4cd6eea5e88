"""There is always something to draw on, and a virtual screen ends with its block."""

from __future__ import annotations

import os
import shutil

import pytest

from app.commands.display import screen_answers, somewhere_to_draw


@pytest.fixture(autouse=True)
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_a_virtual_screen_is_started_and_ended() -> None:
    with somewhere_to_draw() as words:
        assert "Xvfb" in words
        number = os.environ["DISPLAY"].removeprefix(":")
        assert os.path.exists(f"/tmp/.X11-unix/X{number}")
    assert "DISPLAY" not in os.environ
    assert not os.path.exists(f"/tmp/.X11-unix/X{number}")


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_a_screen_is_used_as_it_is() -> None:
    with somewhere_to_draw():
        mine = os.environ["DISPLAY"]
        with somewhere_to_draw() as words:
            assert words == "the screen"
            assert os.environ["DISPLAY"] == mine


def test_a_screen_that_is_gone_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":987")
    assert not screen_answers()
    monkeypatch.setenv("PATH", "")
    with somewhere_to_draw() as words:
        assert words.startswith("memory")


def test_without_either_qt_draws_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with somewhere_to_draw() as words:
        assert words.startswith("memory")
        assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
