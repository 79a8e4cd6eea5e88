"""Hotkeys are bound by pressing them in a real window, and a key that is taken is told of."""

from __future__ import annotations

import time

import pytest

from tests.x11.desktop import Desktop, Program, until

pytestmark = pytest.mark.x11


@pytest.fixture
def other(desktop: Desktop) -> Program:
    """A program that was there first and holds Ctrl+Shift+F9."""
    desktop.window_manager("openbox")
    program = desktop.program("overlay", "--hidden")
    program.tell("bind toggle Ctrl+Shift+F9")
    assert program.wait_for("bound")["problems"] == []
    return program


@pytest.fixture
def window(desktop: Desktop, other: Program) -> Program:
    """The settings, with the keyboard on the key of "Answer now"."""
    program = desktop.program("settings")
    ready = program.wait_for("ready")
    desktop.xdotool("windowactivate", "--sync", str(ready["window"]))
    time.sleep(0.3)
    return program


def press(desktop: Desktop, window: Program, keys: str) -> None:
    """Press the button of the field, then the keys."""
    before = window.count("waiting", on=True)
    desktop.xdotool("key", "space")
    until(lambda: window.count("waiting", on=True) > before, "the field to wait for a key")
    time.sleep(0.2)
    desktop.xdotool("key", keys)


def test_a_taken_key_is_told_and_the_one_before_goes_on(
    desktop: Desktop, other: Program, window: Program
) -> None:
    press(desktop, window, "ctrl+shift+F9")
    told = window.wait_for(
        "key",
        key="Ctrl+Alt+Return",
        trouble="The key Ctrl+Shift+F9 for ask now does not work: another program holds it. "
        "Choose another key.",
    )
    assert told
    assert other.count("pressed") == 0

    desktop.xdotool("key", "ctrl+alt+Return")
    window.wait_for("ask_now")


def test_a_free_key_works_from_then_on(desktop: Desktop, window: Program) -> None:
    press(desktop, window, "ctrl+shift+F8")
    window.wait_for("key", key="Ctrl+Shift+F8", trouble="")
    desktop.xdotool("key", "ctrl+shift+F8")
    window.wait_for("ask_now")


def test_a_key_of_this_program_is_told_as_such(desktop: Desktop, window: Program) -> None:
    press(desktop, window, "ctrl+alt+space")
    told = until(lambda: [line for line in window.read() if line.get("trouble")], "the trouble")
    assert told[0]["key"] == "Ctrl+Alt+Return"
    assert "has this key already" in told[0]["trouble"]
