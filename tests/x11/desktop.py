"""A private X desktop for a test: Xvfb, a window manager, and programs that report what happens."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(__file__).parent / "programs"
PATIENCE_S = 45.0
"""How long something may take on a busy machine; how fast it is, no test here says."""
WINDOW_MANAGERS = {
    "openbox": ["openbox"],
    "xfwm4": ["dbus-run-session", "--", "xfwm4", "--compositor=on"],
    "icewm": ["icewm"],
    "metacity": ["metacity"],
    "kwin_x11": ["dbus-run-session", "--", "kwin_x11"],
}


def require(*programs: str) -> None:
    """Skip the test where a program is not installed."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        pytest.skip("not installed here: " + ", ".join(missing))


class Program:
    """A running process that writes one JSON object a line on its standard output."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self.process = process
        self._fd = process.stdout.fileno()
        os.set_blocking(self._fd, False)
        self._rest = b""
        self.lines: list[dict[str, Any]] = []

    def read(self) -> list[dict[str, Any]]:
        """Everything reported so far."""
        try:
            while part := os.read(self._fd, 65536):
                self._rest += part
        except BlockingIOError:
            pass
        *whole, self._rest = self._rest.split(b"\n")
        self.lines += [json.loads(line) for line in whole]
        return self.lines

    def wait_for(self, kind: str, timeout_s: float = PATIENCE_S, **fields: Any) -> dict[str, Any]:
        """The first reported line of a kind with these fields."""

        def found() -> dict[str, Any] | None:
            for line in self.read():
                if line["kind"] == kind and all(line.get(k) == v for k, v in fields.items()):
                    return line
            return None

        return until(found, f"{kind} {fields} from {self.process.args}", timeout_s)

    def count(self, kind: str, **fields: Any) -> int:
        return sum(
            line["kind"] == kind and all(line.get(k) == v for k, v in fields.items())
            for line in self.read()
        )

    def tell(self, command: str) -> None:
        """Send a line to its standard input."""
        assert self.process.stdin is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def obey(self, command: str, times: int = 1) -> None:
        """Send a line and wait until it has been done; ``times``: so often with this one."""
        self.tell(command)
        until(lambda: self.count("obeyed", command=command) >= times, f"{command} to be done")


def until(
    found: Callable[[], Any], what: str, timeout_s: float = PATIENCE_S, every_s: float = 0.02
) -> Any:
    """The first true result, or a failure that says what was waited for."""
    deadline = time.monotonic() + timeout_s
    while not (result := found()):
        if time.monotonic() > deadline:
            pytest.fail(f"waited {timeout_s} s in vain for {what}")
        time.sleep(every_s)
    return result


class Desktop:
    """An X server of its own, with everything started on it ended by `close`."""

    def __init__(self, home: Path) -> None:
        require("Xvfb", "xdotool")
        reading, writing = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
            pass_fds=(writing,),
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as number:
            self.display = f":{number.readline().strip()}"
        self._processes = [server]
        self.environ = {
            **{
                k: v
                for k, v in os.environ.items()
                if k not in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE")
            },
            "DISPLAY": self.display,
            "QT_QPA_PLATFORM": "xcb",
            "QT_API": "pyqt6",
            "PYTHONPATH": str(ROOT),
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home),
            "NO_AT_BRIDGE": "1",
            "XDG_SESSION_TYPE": "x11",
        }

    def window_manager(self, name: str) -> None:
        command = WINDOW_MANAGERS[name]
        require(name, command[0])
        process = self._start(command)

        def runs() -> bool:
            nonlocal process
            if process.poll() is not None:  # a server just started may refuse its first client
                process = self._start(command)
            return "window id" in self.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")

        until(runs, name, every_s=0.1)

    def start(self, *command: str) -> None:
        """Start a program whose output does not matter."""
        require(command[0])
        self._start(command)

    def program(self, name: str, *arguments: str) -> Program:
        """Start one of the reporting programs beside this file."""
        process = subprocess.Popen(
            [sys.executable, str(PROGRAMS / f"{name}.py"), *arguments],
            env=self.environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._processes.append(process)
        program = Program(process)
        program.wait_for("ready")
        return program

    def run(self, *command: str) -> str:
        """Run a short command on this display and return what it printed."""
        done = subprocess.run(
            command, env=self.environ, capture_output=True, text=True, timeout=60, check=False
        )
        return done.stdout

    def xdotool(self, *arguments: str | int) -> str:
        return self.run("xdotool", *map(str, arguments)).strip()

    def click(self, x: int, y: int) -> None:
        self.xdotool("mousemove", x, y)
        time.sleep(0.05)
        self.xdotool("click", 1)

    def takes_clicks(self, window_id: int) -> list[bool]:
        """For a window and each frame around it, innermost first: does it take clicks?"""
        from Xlib.display import Display
        from Xlib.error import BadWindow
        from Xlib.ext import shape

        display = Display(self.display)
        display.set_error_handler(lambda error, request: None)
        taking = []
        try:
            window = display.create_resource_object("window", window_id)
            while window and window.id != display.screen().root.id:
                taking.append(bool(window.shape_get_rectangles(shape.SK.Input).rectangles))
                window = window.query_tree().parent
        except BadWindow:  # the window manager has just taken the frame away
            return []
        finally:
            display.close()
        return taking

    def close(self) -> None:
        for process in reversed(self._processes):
            _end(process)
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def _start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            env=self.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # it may have children, which end with it
        )
        self._processes.append(process)
        return process


def _end(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    leads_group = os.getpgid(process.pid) == process.pid if process.poll() is None else False
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if leads_group:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
