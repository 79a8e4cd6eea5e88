"""The X11 hotkey source without Qt: what it grabs and what it reports."""

from __future__ import annotations

import asyncio
import select
import time

import pytest

from app.core.errors import GhostPilotError
from app.platforms.x11 import X11Hotkeys, has_compositor
from tests.x11.desktop import Desktop, until

pytestmark = pytest.mark.x11


def heard(source: X11Hotkeys, wanted: list[str]) -> bool:
    """Whether these actions are told, and nothing else; other news may come before them."""
    actions: list[str] = []
    deadline = time.monotonic() + 30
    while len(actions) < len(wanted) and time.monotonic() < deadline:
        if select.select([source.fileno()], [], [], 0.1)[0]:
            actions += source.read()
    return actions == wanted


@pytest.mark.filterwarnings(  # python-xlib leaves the sockets it could not connect
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)
async def test_a_display_that_is_not_there_is_one_clear_error() -> None:
    with pytest.raises(GhostPilotError, match="Global hotkeys do not work"):
        X11Hotkeys(":9876")


async def test_keys_come_out_of_the_descriptor(desktop: Desktop) -> None:
    source = X11Hotkeys(desktop.display)
    assert await source.bind({"toggle": "Ctrl+Alt+Space", "pause": ""}) == []

    desktop.xdotool("key", "ctrl+alt+space")

    assert heard(source, ["toggle"])
    assert source.read() == []
    await source.aclose()


async def test_a_held_key_tells_once_when_it_is_let_go(desktop: Desktop) -> None:
    source = X11Hotkeys(desktop.display)
    await source.bind({"hold_to_capture": "Ctrl+Alt+End", "toggle": "Ctrl+Alt+Space"})
    desktop.run("xset", "r", "rate", "150", "30")

    desktop.xdotool("keydown", "ctrl", "keydown", "alt", "keydown", "End")
    assert heard(source, ["hold_to_capture"])
    await asyncio.sleep(0.8)  # the server repeats it meanwhile
    desktop.xdotool("keyup", "alt", "keyup", "ctrl")
    assert source.read() == []
    desktop.xdotool("keyup", "End")
    assert heard(source, ["hold_to_capture released"])
    desktop.xdotool("key", "ctrl+alt+space")
    assert heard(source, ["toggle"])
    desktop.xdotool("key", "ctrl+alt+End")
    assert heard(source, ["hold_to_capture", "hold_to_capture released"])
    await source.aclose()


async def test_a_key_with_more_modifiers_is_another_key(desktop: Desktop) -> None:
    source = X11Hotkeys(desktop.display)
    await source.bind({"toggle": "Ctrl+Alt+Space", "click_through": "Ctrl+Alt+Shift+Space"})

    desktop.xdotool("key", "ctrl+alt+shift+space")

    assert heard(source, ["click_through"])
    await source.aclose()


async def test_a_second_source_is_refused_each_key_by_name(desktop: Desktop) -> None:
    first, second = X11Hotkeys(desktop.display), X11Hotkeys(desktop.display)
    await first.bind({"toggle": "Ctrl+Alt+Space"})

    problems = await second.bind({"toggle": "Ctrl+Alt+Space", "ask_now": "Ctrl+Alt+Return"})
    assert [problem.title for problem in problems] == [
        "The key Ctrl+Alt+Space for toggle does not work"
    ]

    await first.aclose()
    assert await second.bind({"toggle": "Ctrl+Alt+Space"}) == []
    await second.aclose()


async def test_a_key_that_the_keyboard_lacks_is_named(desktop: Desktop) -> None:
    source = X11Hotkeys(desktop.display)

    (problem,) = await source.bind({"toggle": "Ctrl+F24"})

    assert problem.detail == "this keyboard has no such key"
    await source.aclose()


async def test_another_keyboard_layout_moves_the_key(desktop: Desktop) -> None:
    source = X11Hotkeys(desktop.display)
    await source.bind({"toggle": "Ctrl+Alt+G"})

    desktop.run("xmodmap", "-e", "keysym F7 = g G", "-e", "keysym g = h H")
    assert select.select([source.fileno()], [], [], 30)[0]
    source.read()
    desktop.run("xdotool", "key", "ctrl+alt+F7")
    desktop.xdotool(
        "keydown", "ctrl", "keydown", "alt", "key", "g", "keyup", "alt", "keyup", "ctrl"
    )

    assert heard(source, ["toggle"])
    await source.aclose()


async def test_another_keyboard_of_the_same_layout_leaves_every_key_where_it_is(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = X11Hotkeys(desktop.display)
    await source.bind({"toggle": "Ctrl+Alt+Space"})
    given_back: list[tuple[int, int]] = []
    monkeypatch.setattr(type(source._root), "ungrab_key", lambda *key: given_back.append(key))

    desktop.xdotool("key", "ctrl+alt+space")  # the first key of the keyboard xdotool plays

    assert heard(source, ["toggle"])
    assert given_back == []
    await source.aclose()


async def test_a_server_that_goes_away_is_told(desktop: Desktop) -> None:
    source = X11Hotkeys(desktop.display)
    await source.bind({"toggle": "Ctrl+Alt+Space"})
    desktop.close()

    assert select.select([source.fileno()], [], [], 30)[0]
    with pytest.raises(GhostPilotError, match="Global hotkeys have stopped"):
        source.read()
    await source.aclose()


async def test_a_compositor_is_noticed(desktop: Desktop) -> None:
    assert not has_compositor(desktop.display)
    desktop.start("picom", "--backend", "xrender", "--config", "/dev/null")
    until(lambda: has_compositor(desktop.display), "picom")
