"""A place to draw: the screen if there is one, else a virtual one, else off screen."""

from __future__ import annotations

import os
import shutil
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
    elif host.has_display():
        yield "the screen"
    elif shutil.which("Xvfb"):
        with _virtual_screen() as number:
            os.environ["DISPLAY"] = f":{number}"
            try:
                yield "a virtual screen (Xvfb)"
            finally:
                del os.environ["DISPLAY"]
    else:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield "memory (no screen, no Xvfb)"


@contextmanager
def _virtual_screen() -> Iterator[int]:
    """A running X server; yields the display number it chose."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as ready:
            yield int(ready.readline())
    finally:
        server.terminate()
        server.wait()
