"""The machine is checked without a window: screen, keys, disk, clock, keyring."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from app.checks import machine as check_machine
from app.checks.base import Checker, Subject, carry_out
from app.commands.display import somewhere_to_draw
from app.core import control
from app.core.check import Check
from app.core.settings import Settings, replace_values

DEFAULTS = Settings()
needs_xvfb = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")


@pytest.fixture(autouse=True)
def no_screen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    with somewhere_to_draw():
        yield


@pytest.fixture
def other_program() -> Iterator[None]:
    """A program that answers at the address of the running one."""
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(control.address())
    server.listen()

    def serve() -> None:
        try:
            while True:
                client, _ = server.accept()
                with client:
                    client.recv(100)
                    client.sendall(b"error: unknown command\n")
        except OSError:
            return

    thread = threading.Thread(target=serve)
    thread.start()
    yield
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


async def checked(
    look: Callable[[Subject], Awaitable[list[Check]]], settings: Settings = DEFAULTS
) -> Check:
    (check,) = await carry_out(Checker(("one",), look, 10.0), Subject(settings))
    return check


async def test_without_a_screen_nothing_of_it_fails() -> None:
    for look in (check_machine.display, check_machine.hotkeys, check_machine.capture):
        check = await checked(look)
        assert check.verdict == "SKIP"
        assert check.next_step


@needs_xvfb
async def test_keys_that_are_free_pass_and_are_given_back(screen: None) -> None:
    for _ in range(2):
        assert (await checked(check_machine.hotkeys)).verdict == "PASS"


@needs_xvfb
async def test_a_key_another_program_holds_is_named(screen: None) -> None:
    from app.platforms.x11 import X11Hotkeys

    holder = X11Hotkeys()
    try:
        assert await holder.bind({"toggle": "Ctrl+Alt+Space"}) == []
        check = await checked(check_machine.hotkeys)
    finally:
        await holder.aclose()
    assert check.verdict == "FAIL"
    assert "Ctrl+Alt+Space" in check.words
    assert "another program holds it" in check.words
    assert check.next_step


@needs_xvfb
async def test_keys_of_the_running_program_are_not_its_conflict(
    screen: None, other_program: None
) -> None:
    check = await checked(check_machine.hotkeys)
    assert check.verdict == "SKIP"
    assert "Preflight tab" in check.next_step


@needs_xvfb
async def test_a_screen_without_a_compositor_passes_and_says_so(screen: None) -> None:
    check = await checked(check_machine.display)
    assert check.verdict == "PASS"
    assert "compositor" in check.words


def test_a_screen_that_is_not_there_fails() -> None:
    # A process of its own: python-xlib leaves open the sockets that it could not connect.
    program = [sys.executable, "-m", "app", "doctor", "--json"]
    environment = {**os.environ, "DISPLAY": ":987", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=150)
    assert (done.returncode, done.stderr) == (1, "")
    checks = {line["name"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert checks["display"]["verdict"] == checks["hotkeys"]["verdict"] == "FAIL"
    assert ":987" in checks["display"]["words"]
    assert checks["hotkeys"]["next_step"]


async def test_wayland_alone_is_asked_for_xwayland(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    check = await checked(check_machine.display)
    assert check.verdict == "FAIL"
    assert "Xwayland" in check.next_step


def test_the_folder_is_made_private(private_home: Path) -> None:
    check = asyncio.run(checked(check_machine.disk))
    assert check.verdict == "PASS"
    assert private_home.stat().st_mode & 0o777 == 0o700


def test_a_folder_others_can_read_fails(private_home: Path) -> None:
    private_home.mkdir()
    private_home.chmod(0o755)
    check = asyncio.run(checked(check_machine.disk))
    assert check.verdict == "FAIL"
    assert check.next_step == f"Run: chmod 700 {private_home}"


async def test_a_full_disk_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_machine, "LEAST_FREE_MB", 1e15)
    check = await checked(check_machine.disk)
    assert check.verdict == "FAIL"
    assert "Make room" in check.next_step


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_nobody_may_write_to_fails(private_home: Path) -> None:
    private_home.mkdir(mode=0o500)
    assert asyncio.run(checked(check_machine.disk)).verdict == "FAIL"


async def test_the_clock_says_what_time_it_believes() -> None:
    check = await checked(check_machine.clock)
    assert check.verdict == "PASS"
    assert time.strftime("%Y") in check.words


async def test_a_clock_in_the_past_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_machine, "LEAST_YEAR", 9999)
    check = await checked(check_machine.clock)
    assert check.verdict == "FAIL"
    assert "believes it is" in check.words


async def test_whether_it_runs_is_told(private_home: Path) -> None:
    check = await checked(check_machine.running)
    assert (check.verdict, check.words) == ("PASS", "GhostPilot is not running yet.")


async def test_a_running_program_is_asked_for_nothing(other_program: None) -> None:
    check = await checked(check_machine.running)
    assert check.words == "GhostPilot is running and answers."


async def test_a_running_program_that_hangs_fails() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(control.address())
        server.listen()
        check = await checked(check_machine.running)
    assert check.verdict == "FAIL"
    assert "does not answer" in check.words


async def test_without_a_keyring_the_other_places_are_named() -> None:
    check = await checked(check_machine.keyring, replace_values(Settings(), {}))
    assert check.verdict == "SKIP"
    assert ".env" in check.next_step


async def test_recordings_that_cannot_be_sealed_are_told_before_the_call() -> None:
    sealed = replace_values(Settings(), {"storage.encrypt": True})
    check = await checked(check_machine.keyring, sealed)
    assert check.verdict == "FAIL" and "nothing is recorded" in check.words
