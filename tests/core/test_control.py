"""The client side of the local socket, against plain servers of the standard library."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.core import control
from app.core.errors import GhostPilotError


@contextmanager
def server(reply: bytes) -> Iterator[list[bytes]]:
    """Takes one connection, keeps its line and sends a reply."""
    heard: list[bytes] = []
    Path(control.address()).unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(control.address())
        listening.listen(1)

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                heard.append(connection.recv(100))
                connection.sendall(reply)

        thread = threading.Thread(target=serve)
        thread.start()
        yield heard
        thread.join(5)


def test_a_command_is_one_line_and_the_reply_comes_back() -> None:
    with server(b"ok\n") as heard:
        control.send("ask-now")
    assert heard == [b"ask-now\n"]


def test_a_refusal_is_told() -> None:
    with server(b"error: unknown command\n"), pytest.raises(GhostPilotError) as caught:
        control.send("dance")
    assert "did not accept dance" in caught.value.title
    assert caught.value.exit_code == 1


def test_a_server_that_closes_without_a_word_is_no_success() -> None:
    with server(b""), pytest.raises(GhostPilotError, match="did not accept toggle"):
        control.send("toggle")


def test_without_a_running_program_it_says_how_to_start_one() -> None:
    with pytest.raises(GhostPilotError) as caught:
        control.send("toggle")
    assert str(caught.value) == "GhostPilot is not running. Start it with: ghostpilot"


def test_a_second_start_learns_whether_there_is_a_first() -> None:
    assert not control.reaches("show")
    with server(b"ok\n"):
        assert control.reaches("show")


def test_each_home_has_an_address_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = control.address()
    monkeypatch.setenv("GHOSTPILOT_HOME", str(tmp_path / "other"))
    assert control.address() != first
    assert len(first) <= control.SOCKET_PATH_LIMIT


def test_the_folder_of_the_socket_is_the_users_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = Path(control.address()).parent
    assert folder.stat().st_mode & 0o077 == 0


def test_a_long_runtime_folder_gives_way_to_a_short_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / ("x" * 120)))
    assert len(control.address()) <= control.SOCKET_PATH_LIMIT


def test_a_folder_others_may_enter_is_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / "ghostpilot").mkdir()
    (tmp_path / "ghostpilot").chmod(0o755)
    assert not control.address().startswith(str(tmp_path))


def test_on_windows_it_is_a_named_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.core.host.system", lambda: "windows")
    assert control.address().startswith(r"\\.\pipe\ghostpilot-")


def test_nothing_runs_until_something_answers() -> None:
    assert not control.is_running()
