"""How another process asks the running program for something: one line to a local socket.

Only its own user can connect. Each ``GHOSTPILOT_HOME`` has an address of its own, so that two
homes are two programs.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import socket
import tempfile
from pathlib import Path

from app.core import host, paths
from app.core.errors import GhostPilotError

COMMANDS = {
    "toggle": "show or hide the overlay of the running program",
    "ask-now": "have the running program answer what was said last",
    "capture": "begin to collect a long question in the running program, or end and ask it",
    "pause": "pause or resume listening in the running program",
    "mark": "mark this moment in the recording of the running program",
    "show": "bring the main window of the running program to the front",
    "first-run": "open the first steps in the running program",
    "quit": "end the running program",
}
"""Each command and its help; the running program understands nothing else."""

LONGEST_LINE = 200
"""Bytes of a request or reply."""
SOCKET_PATH_LIMIT = 100
"""Unix limits the path of a socket to 104 bytes on macOS and 108 on Linux."""


def address() -> str:
    """The path of the socket, or the name of the pipe on Windows."""
    user = getpass.getuser()
    name = hashlib.sha256(f"{user}\0{paths.home()}".encode()).hexdigest()[:12]
    if host.system() == "windows":
        return rf"\\.\pipe\ghostpilot-{name}"
    for folder in _folders(user):
        path = folder / f"{name}.sock"
        if len(str(path)) <= SOCKET_PATH_LIMIT and _is_private(folder):
            return str(path)
    raise GhostPilotError(
        "There is no private folder for the program's local socket",
        f"neither XDG_RUNTIME_DIR nor a folder in {tempfile.gettempdir()} will do",
        "Set XDG_RUNTIME_DIR to a folder of your own.",
    )


def _folders(user: str) -> list[Path]:
    """Where the socket may be: the user's runtime folder first."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    temporary = Path(tempfile.gettempdir()) / f"ghostpilot-{user}"
    return [Path(runtime) / "ghostpilot", temporary] if runtime else [temporary]


def _is_private(folder: Path) -> bool:
    """Make the folder if need be; False when it cannot be, or belongs to another user."""
    try:
        state = paths.private_folder(folder).stat()
    except GhostPilotError:
        return False
    return state.st_uid == os.getuid() and not state.st_mode & 0o077


def send(command: str, *, timeout_s: float = 3.0) -> None:
    """Send a command to the running program.

    Raises `GhostPilotError` (exit 1) when no program runs, or when it gives no good answer.
    """
    if not reaches(command, timeout_s=timeout_s):
        raise GhostPilotError(
            "GhostPilot is not running", next_step="Start it with: ghostpilot", exit_code=1
        )


def reaches(command: str, *, timeout_s: float = 3.0) -> bool:
    """Send a command if a program runs; False when none does.

    A second start says "show" with it, before anything is loaded, and ends when it is True.
    Raises `GhostPilotError` (exit 1) when one runs and gives no good answer.
    """
    text = _reply(command, timeout_s)
    if text is None:
        return False
    if text != "ok":
        raise GhostPilotError(
            f"The running GhostPilot did not accept {command}", text or "no reply", exit_code=1
        )
    return True


def is_running(*, timeout_s: float = 1.0) -> bool:
    """Whether a program runs and answers; asks it for nothing.

    Raises `GhostPilotError` (exit 1) when one runs and does not answer.
    """
    return _reply("", timeout_s) is not None


def _reply(command: str, timeout_s: float) -> str | None:
    """What the running program says to a line, None when none runs."""
    request = f"{command}\n".encode()
    try:
        reply = (_ask_pipe if host.system() == "windows" else _ask_socket)(request, timeout_s)
    except (FileNotFoundError, ConnectionRefusedError):
        return None
    except OSError as error:
        raise GhostPilotError(
            "The running GhostPilot does not answer",
            error.strerror or str(error),
            "End it and start it again.",
            exit_code=1,
        ) from error
    return reply.decode(errors="replace").strip()


def _ask_socket(request: bytes, timeout_s: float) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(timeout_s)
        connection.connect(address())
        connection.sendall(request)
        reply = b""
        while not reply.endswith(b"\n") and len(reply) < LONGEST_LINE:
            part = connection.recv(LONGEST_LINE)
            if not part:
                break
            reply += part
        return reply


def _ask_pipe(request: bytes, timeout_s: float) -> bytes:
    """A named pipe is a file to its client; the server closes it after the reply."""
    del timeout_s  # a plain file cannot time out, and the server always answers or closes
    with open(address(), "r+b", buffering=0) as pipe:
        pipe.write(request)
        return pipe.read(LONGEST_LINE)
