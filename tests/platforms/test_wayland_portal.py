"""The shortcuts portal: against a portal of our own on a private session bus."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from app.core.events import Problem
from app.platforms.keys import parse
from app.platforms.wayland_portal import PortalHotkeys, trigger

SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
SESSION_PATH = "/org/freedesktop/portal/desktop/session/1_2/ghostpilot"


@pytest.fixture
def session_bus(tmp_path: Path) -> Iterator[str]:
    """The address of a message bus of this test's own."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("not installed here: dbus-daemon")
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    yield daemon.stdout.readline().strip()
    daemon.terminate()
    daemon.wait(5)
    daemon.stdout.close()


class Portal:
    """A desktop's portal: grants what it is told to, and answers through request objects."""

    def __init__(self, bus: MessageBus, *, app_id_needed: bool = True) -> None:
        self.bus = bus
        self.granted: set[str] | None = None
        """Actions that get a key; None for all."""
        self.declined = False
        self.silent = False
        self.wanted: dict[str, dict[str, str]] = {}
        self.app_id = ""
        self.closed: list[str] = []
        self._app_id_needed = app_id_needed
        bus.add_message_handler(self._answer)

    def press(self, action: str, session: str = SESSION_PATH, signal: str = "Activated") -> None:
        body = [session, action, 12345, {}]
        self._signal("/org/freedesktop/portal/desktop", SHORTCUTS, signal, "osta{sv}", body)

    def close(self, session: str) -> None:
        self._signal(session, "org.freedesktop.portal.Session", "Closed", "", [])

    def _answer(self, message: Message) -> Message | None:
        if message.message_type != MessageType.METHOD_CALL:
            return None
        if message.member == "Register":
            self.app_id = message.body[0]
            return Message.new_method_return(message)
        if message.member == "Close":
            self.closed.append(message.path or "")
            return Message.new_method_return(message)
        if message.member == "CreateSession":
            if self._app_id_needed and not self.app_id:
                return Message.new_error(
                    message, "org.freedesktop.portal.Error.NotAllowed", "An app id is required"
                )
            return self._later(message, {"session_handle": Variant("s", SESSION_PATH)})
        if message.member == "BindShortcuts":
            self.wanted = {
                action: {name: value.value for name, value in properties.items()}
                for action, properties in message.body[1]
            }
            bound = [
                [action, {"description": Variant("s", "")}]
                for action in self.wanted
                if self.granted is None or action in self.granted
            ]
            return self._later(message, {"shortcuts": Variant("a(sa{sv})", bound)})
        return None

    def _later(self, message: Message, results: dict[str, Any]) -> Message:
        token = message.body[-1]["handle_token"].value
        sender = (message.sender or "").removeprefix(":").replace(".", "_")
        path = f"/org/freedesktop/portal/desktop/request/{sender}/{token}"
        code = 1 if self.declined and message.member == "BindShortcuts" else 0
        if not self.silent:
            self._signal(
                path, "org.freedesktop.portal.Request", "Response", "ua{sv}", [code, results]
            )
        return Message.new_method_return(message, "o", [path])

    def _signal(self, path: str, interface: str, member: str, kind: str, body: list[Any]) -> None:
        self.bus.send(Message.new_signal(path, interface, member, kind, body))


@pytest.fixture
async def portal(
    session_bus: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Portal]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    bus = await MessageBus(session_bus, bus_type=BusType.SESSION).connect()
    await bus.request_name("org.freedesktop.portal.Desktop")
    yield Portal(bus)
    bus.disconnect()
    await bus.wait_for_disconnect()


@pytest.fixture
async def hotkeys(session_bus: str, portal: Portal) -> AsyncIterator[PortalHotkeys]:
    hotkeys = PortalHotkeys(session_bus)
    yield hotkeys
    await hotkeys.aclose()


async def test_keys_are_asked_for_by_name_and_wish(portal: Portal, hotkeys: PortalHotkeys) -> None:
    assert await hotkeys.bind({"toggle": "Ctrl+Alt+Space", "ask_now": "Ctrl+Alt+Return"}) == []

    assert portal.wanted["toggle"] == {
        "description": "Toggle",
        "preferred_trigger": "CTRL+ALT+space",
    }
    assert portal.wanted["ask_now"]["description"] == "Ask now"


async def test_the_portal_is_told_who_asks(
    portal: Portal, hotkeys: PortalHotkeys, tmp_path: Path
) -> None:
    await hotkeys.bind({"toggle": "Ctrl+Alt+Space"})

    assert portal.app_id == "org.ghostpilot.GhostPilot"
    assert (tmp_path / "data" / "applications" / f"{portal.app_id}.desktop").exists()


async def test_a_pressed_key_calls_back(portal: Portal, hotkeys: PortalHotkeys) -> None:
    pressed: asyncio.Queue[str] = asyncio.Queue()
    hotkeys.listen(pressed.put_nowait, print)
    await hotkeys.bind({"toggle": "Ctrl+Alt+Space"})

    portal.press("toggle", session="/someone/elses/session")
    portal.press("toggle")

    assert await asyncio.wait_for(pressed.get(), 45) == "toggle"
    await asyncio.sleep(0.05)
    assert pressed.empty()


async def test_only_an_action_that_is_held_tells_when_its_key_is_let_go(
    portal: Portal, hotkeys: PortalHotkeys
) -> None:
    pressed: asyncio.Queue[str] = asyncio.Queue()
    hotkeys.listen(pressed.put_nowait, print)
    await hotkeys.bind({"toggle": "Ctrl+Alt+Space", "hold_to_capture": "Ctrl+Alt+End"})
    for action in ("toggle", "hold_to_capture"):
        portal.press(action)
        portal.press(action, signal="Deactivated")
    told = [await asyncio.wait_for(pressed.get(), 45) for _ in range(3)]
    assert told == ["toggle", "hold_to_capture", "hold_to_capture released"]
    await asyncio.sleep(0.05)
    assert pressed.empty()


async def test_a_key_the_desktop_did_not_grant_is_named(
    portal: Portal, hotkeys: PortalHotkeys
) -> None:
    portal.granted = {"ask_now"}

    (problem,) = await hotkeys.bind({"toggle": "Ctrl+Alt+Space", "ask_now": "Ctrl+Alt+Return"})

    assert problem.title == "The key Ctrl+Alt+Space for toggle does not work"
    assert problem.detail == "the desktop did not grant it"


async def test_a_user_who_declines_is_told_what_else_to_do(
    portal: Portal, hotkeys: PortalHotkeys
) -> None:
    portal.declined = True

    (problem,) = await hotkeys.bind({"toggle": "Ctrl+Alt+Space"})

    assert problem.detail == "the keys were declined"
    assert "ghostpilot toggle" in problem.next_step


async def test_binding_again_ends_the_old_session(portal: Portal, hotkeys: PortalHotkeys) -> None:
    await hotkeys.bind({"toggle": "Ctrl+Alt+Space"})
    await hotkeys.bind({"ask_now": "Ctrl+Alt+Return"})

    assert portal.closed == [SESSION_PATH]
    assert list(portal.wanted) == ["ask_now"]


async def test_a_portal_that_never_answers_is_given_up(
    portal: Portal, hotkeys: PortalHotkeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.platforms.wayland_portal.ANSWER_S", 0.2)
    portal.silent = True

    (problem,) = await hotkeys.bind({"toggle": "Ctrl+Alt+Space"})

    assert problem.title == "This desktop gives no global hotkeys to programs"
    assert "no answer to CreateSession" in problem.detail


async def test_a_desktop_without_a_portal_is_one_problem(
    session_bus: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    hotkeys = PortalHotkeys(session_bus)

    (problem,) = await hotkeys.bind({"toggle": "Ctrl+Alt+Space", "ask_now": "Ctrl+Alt+Return"})

    assert "ghostpilot toggle" in problem.next_step
    await hotkeys.aclose()


async def test_no_session_bus_at_all_is_one_problem(tmp_path: Path) -> None:
    hotkeys = PortalHotkeys(f"unix:path={tmp_path}/nothing")

    (problem,) = await hotkeys.bind({"toggle": "Ctrl+Alt+Space"})

    assert problem.detail.startswith("no session bus")
    await hotkeys.aclose()


async def test_keys_taken_back_are_told_once(portal: Portal, hotkeys: PortalHotkeys) -> None:
    lost: asyncio.Queue[Problem] = asyncio.Queue()
    hotkeys.listen(print, lost.put_nowait)
    await hotkeys.bind({"toggle": "Ctrl+Alt+Space"})

    portal.close("/someone/elses/session")
    portal.close(SESSION_PATH)
    portal.close(SESSION_PATH)

    problem = await asyncio.wait_for(lost.get(), 45)
    assert problem.detail == "the desktop ended the session"
    await asyncio.sleep(0.05)
    assert lost.empty()


async def test_a_portal_that_ends_is_told(portal: Portal, hotkeys: PortalHotkeys) -> None:
    lost: asyncio.Queue[Problem] = asyncio.Queue()
    hotkeys.listen(print, lost.put_nowait)
    await hotkeys.bind({"toggle": "Ctrl+Alt+Space"})

    await portal.bus.release_name("org.freedesktop.portal.Desktop")

    assert (await asyncio.wait_for(lost.get(), 45)).detail == "its portal has ended"


async def test_no_key_wished_asks_for_nothing(portal: Portal, hotkeys: PortalHotkeys) -> None:
    assert await hotkeys.bind({"toggle": ""}) == []
    assert portal.wanted == {}


@pytest.mark.parametrize(
    ("key", "written"),
    [("Ctrl+Alt+Space", "CTRL+ALT+space"), ("Meta+Shift+G", "LOGO+SHIFT+g"), ("F9", "F9")],
)
def test_a_key_is_written_as_the_specification_wants(key: str, written: str) -> None:
    assert trigger(parse(key)) == written
