"""The running program's side of the local socket: one instance, known commands, no one stuck."""

from __future__ import annotations

import asyncio
import gc
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtNetwork import QLocalSocket

from app.core import control, paths
from app.core.errors import GhostPilotError
from app.ui.local_server import MOST_CLIENTS, LocalServer
from tests.recorded import until

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def server(qapp: object) -> Iterator[LocalServer]:
    server = LocalServer()
    assert server.start()
    yield server
    server.close()


async def test_a_command_arrives_and_is_acknowledged(server: LocalServer) -> None:
    heard: list[str] = []
    server.commanded.connect(heard.append)

    for command in control.COMMANDS:
        await asyncio.to_thread(control.send, command)

    assert heard == list(control.COMMANDS)


async def test_an_unknown_command_is_refused(server: LocalServer) -> None:
    heard: list[str] = []
    server.commanded.connect(heard.append)

    with pytest.raises(GhostPilotError, match="did not accept format-disk"):
        await asyncio.to_thread(control.send, "format-disk")

    assert heard == []


async def test_a_second_instance_is_told_there_is_one(server: LocalServer) -> None:
    second = LocalServer()
    assert not second.start()
    second.close()
    await asyncio.to_thread(control.send, "show")


async def test_after_a_close_another_can_start(server: LocalServer) -> None:
    server.close()
    second = LocalServer()
    assert second.start()
    await asyncio.to_thread(control.send, "show")
    second.close()


CRASHING = """
import os, signal
from app.ui.loop import make_loop
from app.ui import local_server
from app.ui.local_server import LocalServer
loop = make_loop()
server = LocalServer()
assert server.start()
os.kill(os.getpid(), signal.SIGKILL)
"""


async def test_what_a_crashed_program_left_is_replaced(qapp: object) -> None:
    await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", CRASHING], cwd=ROOT, timeout=150, check=False
    )

    server = LocalServer()
    assert server.start()
    await asyncio.to_thread(control.send, "toggle")
    server.close()


def test_a_lock_from_another_host_name_does_not_lock_out(qapp: object, private_home: Path) -> None:
    private_home.mkdir(parents=True, exist_ok=True)
    (private_home / "instance.lock").write_text("1\nghostpilot\nanother-host\n")

    server = LocalServer()
    assert server.start()
    server.close()


def test_only_its_user_may_connect(server: LocalServer) -> None:
    assert (paths.home() / "instance.lock").stat().st_mode & 0o077 == 0
    assert Path(control.address()).stat().st_mode & 0o077 == 0


async def test_silent_and_noisy_clients_do_not_keep_others_out(server: LocalServer) -> None:
    def connect() -> socket.socket:
        client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        client.connect(control.address())
        return client

    noisy = await asyncio.to_thread(connect)
    noisy.sendall(b"x" * 10_000)
    silent = [await asyncio.to_thread(connect) for _ in range(MOST_CLIENTS - 2)]
    await asyncio.sleep(0.05)

    await asyncio.to_thread(control.send, "toggle")

    for client in [noisy, *silent]:
        client.close()


async def test_a_client_waits_for_its_line_whatever_is_tidied_up(server: LocalServer) -> None:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(45)
        client.connect(control.address())
        await until(lambda: server._server.findChildren(QLocalSocket))
        gc.collect()
        client.sendall(b"toggle\n")
        assert await asyncio.to_thread(client.recv, 100) == b"ok\n"
