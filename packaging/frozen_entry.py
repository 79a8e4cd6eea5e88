"""Where the frozen program starts: settles what a frozen process needs, then runs a command.

PyInstaller runs this file; from a source tree the program starts in ``app/__main__.py``.
"""

import ctypes
import faulthandler
import multiprocessing
import os
import sys
from pathlib import Path

SCREEN_LIBRARIES = (
    *("libxcb.so.1", "libGLdispatch.so.0", "libGLX.so.0", "libGL.so.1", "libOpenGL.so.0"),
    "libEGL.so.1",
)
"""In the order in which they need each other."""


def settle() -> None:
    """Make the process look like one that Python started."""
    # Started without a terminal, a windowed program on Windows has no streams at all.
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))
    # Programs of the system that we start must find the system's libraries, not ours.
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None and sys.platform == "linux":
        load_what_the_system_lacks(Path(bundle) / "fallback")
        if not Path("/etc/fonts/fonts.conf").exists():
            os.environ.setdefault("FONTCONFIG_FILE", str(Path(bundle) / "fallback" / "fonts.conf"))


def load_what_the_system_lacks(folder: Path) -> None:
    """Take libraries of the screen from ``folder`` where the system has none of that name.

    Once loaded, a library serves everything in the process that asks for its name.
    """
    for name in SCREEN_LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError:
            if (folder / name).exists():
                ctypes.CDLL(str(folder / name), ctypes.RTLD_GLOBAL)


if __name__ == "__main__":
    # The build of a big index is a second copy of this program: it must not start a window.
    multiprocessing.freeze_support()
    settle()
    faulthandler.enable()  # nobody can ask a frozen program for the place of a crash afterwards
    from app.cli import main

    raise SystemExit(main())
