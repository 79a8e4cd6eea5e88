"""A place to draw: the screen if there is one, else a virtual one, else off screen."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from app.core import host


@contextmanager
def somewhere_to_draw() -> Iterator[str]:
    """Make sure Qt can open a window; yields what it will draw on, in words.

    Without a screen an X server of our own is started (Debian's ``xvfb``) and ended with
    the block; where that is not installed, Qt draws into memory.
    """
    if os.environ.get("QT_QPA_PLATFORM"):
        yield f"Qt's {os.environ['QT_QPA_PLATFORM']} platform"
    elif screen_answers():
        yield "the screen"
    elif shutil.which("Xvfb"):
        with virtual_screen() as number:
            if number is None:
                yield _memory()
                return
            os.environ["DISPLAY"] = f":{number}"
            try:
                yield "a virtual screen (Xvfb)"
            finally:
                del os.environ["DISPLAY"]
    else:
        yield _memory()


def screen_answers() -> bool:
    """Whether windows can be opened; Qt would end the program at a display that is gone."""
    if host.system() != "linux" or host.is_wayland() or not host.has_display():
        return host.has_display()
    name = os.environ["DISPLAY"]
    number = name.removeprefix("unix").removeprefix(":").split(".")[0]
    if not number.isdigit():
        return True  # on another machine: Qt will say
    # Where X servers listen, and nothing is written.
    place = f"/tmp/.X11-unix/X{number}"  # nosec B108
    for address in (f"\0{place}", place):
        # Where no server answers, the other place is tried.
        with socket.socket(socket.AF_UNIX) as screen, contextlib.suppress(OSError):
            screen.connect(address)
            return True
    return False


def _memory() -> str:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return "memory (no screen, no Xvfb)"


@contextmanager
def virtual_screen() -> Iterator[int | None]:
    """A running X server; yields the display number it chose, None when it did not start."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [
            *("Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24"),
            *("-nolisten", "tcp"),
        ],
        pass_fds=(writing,),
        start_new_session=True,  # Ctrl-C is for us: the server must outlive our windows
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as ready:
            chosen = ready.readline().strip()
        yield int(chosen) if chosen else None
    finally:
        server.terminate()
        server.wait()
