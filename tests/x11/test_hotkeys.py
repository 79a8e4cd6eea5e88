"""Global hotkeys with another window focused: they fire, are swallowed, and conflicts are told."""

from __future__ import annotations

import time

import pytest

from tests.x11.desktop import Desktop, Program, until

pytestmark = pytest.mark.x11


@pytest.fixture
def focused(desktop: Desktop) -> Program:
    """Another program that has the focus, under openbox."""
    desktop.window_manager("openbox")
    target = desktop.program("target")
    desktop.xdotool("windowactivate", "--sync", target.wait_for("ready")["window"])
    target.wait_for("active", active=True)
    return target


def test_a_key_fires_and_is_swallowed(desktop: Desktop, focused: Program) -> None:
    overlay = desktop.program("overlay")
    overlay.tell("bind ask_now Ctrl+Alt+Return")
    assert overlay.wait_for("bound")["problems"] == []

    desktop.xdotool("key", "ctrl+alt+Return")
    overlay.wait_for("pressed", action="ask_now")

    desktop.xdotool("key", "x")
    focused.wait_for("key", text="x")
    assert not [line for line in focused.lines if line["kind"] == "key" and line["text"] == "\r"]


@pytest.mark.parametrize("lock", ["Num_Lock", "Caps_Lock"])
def test_a_lock_does_not_keep_a_key_from_firing(
    desktop: Desktop, focused: Program, lock: str
) -> None:
    overlay = desktop.program("overlay")
    overlay.tell("bind ask_now Ctrl+Alt+Return")
    overlay.wait_for("bound")

    desktop.xdotool("key", lock)
    desktop.xdotool("key", "ctrl+alt+Return")

    overlay.wait_for("pressed", action="ask_now")


def test_the_overlay_appears_on_its_key(desktop: Desktop, focused: Program) -> None:
    overlay = desktop.program("overlay", "--hidden")
    overlay.tell("bind toggle Ctrl+Alt+Space")
    overlay.wait_for("bound")

    desktop.xdotool("key", "ctrl+alt+space")

    overlay.wait_for("painted")


def test_a_held_key_fires_once_but_scrolling_repeats(desktop: Desktop, focused: Program) -> None:
    overlay = desktop.program("overlay")
    overlay.tell("bind ask_now Ctrl+Alt+Return\nbind scroll_down Ctrl+Alt+PgDown")
    until(lambda: overlay.count("bound") == 2, "both keys to be bound")
    desktop.run("xset", "r", "rate", "150", "30")

    hold = ("keydown", "ctrl", "keydown", "alt", "keydown")
    desktop.xdotool(*hold, "Return")
    time.sleep(0.7)  # it would repeat
    desktop.xdotool("keyup", "Return")
    desktop.xdotool(*hold, "Next")
    until(lambda: overlay.count("pressed", action="scroll_down") > 5, "scrolling to repeat")
    desktop.xdotool("keyup", "Next", "keyup", "alt", "keyup", "ctrl")

    assert overlay.count("pressed", action="ask_now") == 1


def test_a_taken_key_is_reported_and_the_others_work(desktop: Desktop, focused: Program) -> None:
    first = desktop.program("overlay")
    first.tell("bind toggle Ctrl+Alt+Space")
    first.wait_for("bound")
    second = desktop.program("overlay")
    second.tell("bind toggle Ctrl+Alt+Space")
    problems = second.wait_for("bound")["problems"]
    assert problems == ["The key Ctrl+Alt+Space for toggle does not work: another program holds it"]

    second.tell("bind ask_now Ctrl+Alt+Return")
    until(lambda: second.count("bound") == 2, "the other key to be bound")
    desktop.xdotool("key", "ctrl+alt+Return")

    second.wait_for("pressed", action="ask_now")
    assert first.count("pressed") == 0


def test_a_key_can_be_bound_anew(desktop: Desktop, focused: Program) -> None:
    overlay = desktop.program("overlay")
    for count, keys in enumerate(("Ctrl+Alt+Return", "Ctrl+Alt+Home"), 1):
        overlay.tell(f"bind ask_now {keys}")
        until(lambda count=count: overlay.count("bound") == count, f"{keys} to be bound")

    desktop.xdotool("key", "ctrl+alt+Return")
    desktop.xdotool("key", "ctrl+alt+Home")

    overlay.wait_for("pressed", action="ask_now")
    focused.wait_for("key", text="\r")
    assert overlay.count("pressed") == 1
