"""How long a global key takes to reach the program, and the overlay to appear, under X11.

A display of its own (Xvfb, with openbox where there is one) gets real key presses through the
XTEST extension. The program under test is the real overlay on the real loop.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from app.bench.base import Figure, at_most, percentile
from app.commands.display import virtual_screen
from app.core import host
from app.core.errors import GhostPilotError

if TYPE_CHECKING:
    from Xlib.display import Display

PRESSES = 60
WARM_UP = 4
KEYS = ("Control_L", "Alt_L", "space")
PROGRAM = """
import json, time
from PyQt6.QtCore import QEvent, QObject
from app.core import settings
from app.core.tasks import spawn
from app.platforms.x11 import X11Hotkeys
from app.ui.click_through import set_click_through
from app.ui.hotkeys import GlobalHotkeys
from app.ui.loop import make_loop
from app.ui.overlay import Overlay

def tell(kind):
    print(json.dumps({"kind": kind, "ns": time.monotonic_ns()}), flush=True)

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show:
            self.fresh = True
        elif event.type() == QEvent.Type.Paint and self.fresh:
            self.fresh = False
            tell("painted")
        return False

def toggle(action):
    tell("pressed")
    overlay.setVisible(not overlay.isVisible())

async def start():
    assert await hotkeys.bind({"toggle": "Ctrl+Alt+Space"}) == []
    tell("ready")

loop = make_loop()
overlay = Overlay(settings.Overlay(), on_problem=print)
set_click_through(overlay, True)
watch = Watch()
watch.fresh = False
overlay.installEventFilter(watch)
hotkeys = GlobalHotkeys(X11Hotkeys())
hotkeys.pressed.connect(toggle)
loop.call_soon(lambda: spawn(start(), name="start"))
loop.run_forever()
"""


def run(data: Path | None) -> Iterator[Figure]:
    """Latency figures in milliseconds; ``data`` is not used.

    Raises `GhostPilotError` (exit 3) without Xvfb.
    """
    if host.system() != "linux" or shutil.which("Xvfb") is None:
        raise GhostPilotError(
            "The hotkeys cannot be measured here",
            "Xvfb is not installed",
            "Install the package xvfb (Debian) on Linux.",
            exit_code=3,
        )
    with program_on_display(PROGRAM) as (display, lines):
        pressed, painted = measure(display, lines)
    yield at_most("hotkey to slot, median", percentile(pressed, 50), "ms", 2)
    yield at_most("hotkey to slot, p95", percentile(pressed, 95), "ms", 10)
    yield at_most("hotkey to painted overlay, p95", percentile(painted, 95), "ms", 50)


def measure(
    display: Display, lines: IO[bytes], *, paints: bool = True
) -> tuple[list[float], list[float]]:
    """Milliseconds from the press to the slot, and to the first paint.

    One that never ``paints`` has no window: it only listens in on the keys of the display.
    """
    from Xlib import XK, X
    from Xlib.ext import xtest

    codes = [display.keysym_to_keycode(XK.string_to_keysym(name)) for name in KEYS]
    pressed: list[float] = []
    painted: list[float] = []
    for number in range(2 * (PRESSES + WARM_UP)):
        time.sleep(0.04)
        for code in codes[:-1]:
            xtest.fake_input(display, X.KeyPress, code)
        display.sync()
        started = time.monotonic_ns()
        xtest.fake_input(display, X.KeyPress, codes[-1])
        if paints:
            display.flush()
        else:
            # An answer to anybody also sends off what the server holds for those who listen in,
            # as it does all the time on a display in use; an idle one keeps it for seconds.
            display.sync()
        at = _next(lines, "pressed")
        shown = _next(lines, "painted") if paints and number % 2 == 0 else 0
        for code in reversed(codes):
            xtest.fake_input(display, X.KeyRelease, code)
        display.sync()
        if number >= 2 * WARM_UP:
            pressed.append((at - started) / 1e6)
            if shown:
                painted.append((shown - started) / 1e6)
    return pressed, painted


@contextmanager
def program_on_display(code: str) -> Iterator[tuple[Display, IO[bytes]]]:
    """A display with a program on it that says "ready" and "pressed", ended afterwards."""
    from Xlib.display import Display

    with ExitStack() as stack:
        name = f":{stack.enter_context(virtual_screen())}"
        environ = {**os.environ, "DISPLAY": name, "QT_QPA_PLATFORM": "xcb"}
        environ.pop("WAYLAND_DISPLAY", None)
        if shutil.which("openbox"):
            _run(stack, ["openbox"], environ)
            time.sleep(0.5)
        program = _run(stack, [sys.executable, "-c", code], environ)
        assert program.stdout is not None
        _next(program.stdout, "ready")
        display = Display(name)
        stack.callback(display.close)
        yield display, program.stdout


def _run(stack: ExitStack, command: list[str], environ: dict[str, str]) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
    )

    def end() -> None:
        process.terminate()
        process.wait(10)
        assert process.stdout is not None
        process.stdout.close()

    stack.callback(end)
    return process


def _next(lines: IO[bytes], kind: str) -> int:
    """The time of the next line of a kind, in nanoseconds of the monotonic clock."""
    while select.select([lines], [], [], 20)[0]:
        line = lines.readline()
        if not line:
            break
        said = json.loads(line)
        if said["kind"] == kind:
            return int(said["ns"])
    raise GhostPilotError(f"The program under test never said {kind}", exit_code=1)
