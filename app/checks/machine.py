"""Preflight of the machine: screen, hotkeys, disk, clock, keyring and a running program."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import shutil
import tempfile
import time
from datetime import datetime

from app.checks.base import Checker, Subject, failed, in_background
from app.core import control, host, paths
from app.core.check import Check
from app.core.errors import GhostPilotError

LEAST_FREE_MB = 500
"""Hours of kept sound, or thousands of sessions without it."""
LEAST_YEAR = 2025
LOOK_AT_CLOCKS_S = 0.2
CLOCKS_APART_S = 0.1


async def display(subject: Subject) -> list[Check]:
    """Whether the overlay has a screen, and can be see-through on it."""
    return [await in_background(_display)]


def _display() -> Check:
    from app.platforms import can_be_translucent

    name = "display"
    if not host.has_display():
        words = "There is no screen here; the overlay needs one, demo and ask do not."
        return Check(name, "SKIP", words, "Run this from a terminal on your desktop.")
    if host.system() != "linux":
        return Check(name, "PASS", "The desktop can show the overlay.")
    note = _note_on_windows()
    if os.environ.get("DISPLAY"):
        _connect_to_x()
    elif note:
        return Check(name, "FAIL", f"{note.split('.')[0]}.", "Install Xwayland.")
    if not can_be_translucent():
        words = "The screen answers, but has no compositor: the overlay will not be see-through."
        return Check(name, "PASS", words, "Start one, such as picom, if you want that.")
    return Check(name, "PASS", f"The screen answers. {note}".strip())


def _note_on_windows() -> str:
    from app.platforms.linux import window_system

    return window_system(os.environ)[1]


def _connect_to_x() -> None:
    """Raises `GhostPilotError` when the X server does not take the program."""
    from Xlib.display import Display
    from Xlib.error import DisplayError

    try:
        Display().close()
    except (DisplayError, OSError) as error:
        raise GhostPilotError(
            f"The X server {os.environ['DISPLAY']} cannot be reached",
            str(error),
            "Run this from a terminal on your desktop, or correct DISPLAY.",
        ) from error


async def hotkeys(subject: Subject) -> list[Check]:
    """Take every key of the settings, and give them back."""
    from app.platforms import make_hotkeys
    from app.platforms.base import CallingHotkeys, MessageHotkeys
    from app.platforms.null import NullHotkeys

    name = "hotkeys"
    if own := subject.own.get(name):
        return [await own()]
    if not host.has_display():
        words = "There is no screen here, so no keys."
        return [Check(name, "SKIP", words, "Run this from a terminal on your desktop.")]
    if await in_background(control.is_running):
        words = "The running GhostPilot holds its keys."
        return [Check(name, "SKIP", words, "Its Preflight tab says which it has.")]
    keys = await in_background(make_hotkeys)
    try:
        if isinstance(keys, CallingHotkeys | MessageHotkeys) and not isinstance(keys, NullHotkeys):
            words = "Only the program itself can ask this desktop for keys."
            return [Check(name, "SKIP", words, "Start ghostpilot; it names keys it cannot have.")]
        wanted = dataclasses.asdict(subject.settings.hotkeys)
        problems = await keys.bind(wanted)
    finally:
        await keys.aclose()
    if problems:
        words = " ".join(f"{one.title}: {one.detail}." for one in problems)
        step = problems[0].next_step or "Bind ghostpilot toggle in your desktop's settings."
        return [Check(name, "FAIL", words, step)]
    count = sum(bool(key) for key in wanted.values())
    return [Check(name, "PASS", f"All {count} keys are free.")]


async def capture(subject: Subject) -> list[Check]:
    """Whether screen captures see the overlay: only the overlay itself can try that."""
    if own := subject.own.get("capture"):
        return [await own()]
    words = "Whether captures see the overlay shows only with the overlay open."
    return [
        Check(
            "capture", "SKIP", words, "Start ghostpilot and check everything in its Preflight tab."
        )
    ]


async def disk(subject: Subject) -> list[Check]:
    """Whether sessions can be written, by the owner alone, and there is room for them."""
    return [await in_background(_disk)]


def _disk() -> Check:
    folder = paths.private_folder(paths.home())
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x")
    except OSError as error:
        raise GhostPilotError(
            f"Nothing can be written to {folder}",
            error.strerror or str(error),
            f"Make room there, or set {paths.HOME_VARIABLE} to another folder.",
        ) from error
    if host.system() != "windows" and folder.stat().st_mode & 0o077:
        words = f"Other users of this machine can look into {folder}."
        return Check("disk", "FAIL", words, f"Run: chmod 700 {folder}")
    free_mb = shutil.disk_usage(folder).free / 1e6
    if free_mb < LEAST_FREE_MB:
        words = f"Only {free_mb:.0f} MB are free for {folder}."
        return Check("disk", "FAIL", words, "Make room, or delete old sessions.")
    return Check(
        "disk", "PASS", f"{folder} is writable and yours alone, {free_mb / 1000:.0f} GB free."
    )


async def clock(subject: Subject) -> list[Check]:
    """Whether the clock that times sessions runs, and the wall clock has a likely date."""
    steady, wall = time.perf_counter(), time.time()
    await asyncio.sleep(LOOK_AT_CLOCKS_S)
    apart = abs((time.perf_counter() - steady) - (time.time() - wall))
    now = datetime.now().astimezone()
    step = "Set the time of this machine, or let it be set from the network."
    if now.year < LEAST_YEAR:
        return [Check("clock", "FAIL", f"This machine believes it is {now:%d %B %Y}.", step)]
    if apart > CLOCKS_APART_S:
        words = f"The wall clock jumped by {apart:.1f} s while it was watched."
        return [Check("clock", "FAIL", words, step)]
    return [Check("clock", "PASS", f"It runs evenly; it is {now:%d %B %Y, %H:%M %Z}.")]


async def running(subject: Subject) -> list[Check]:
    """Whether the program runs already, and answers; it does not ask itself."""
    if own := subject.own.get("running"):
        return [await own()]
    try:
        answers = await in_background(control.is_running)
    except GhostPilotError as error:
        return [failed("running", error)]
    words = "GhostPilot is running and answers." if answers else "GhostPilot is not running yet."
    return [Check("running", "PASS", words, "" if answers else "Start it with: ghostpilot")]


async def keyring(subject: Subject) -> list[Check]:
    """Whether keys can be kept in a keyring that encrypts; sealed recordings need one."""
    from app.store.secrets import trusted_keyring

    if await in_background(trusted_keyring):
        return [Check("keyring", "PASS", "The system's keyring can keep your keys.")]
    storage = subject.settings.storage
    if storage.record and storage.encrypt:
        words = "There is no keyring for the key that seals recordings: nothing is recorded."
        return [Check("keyring", "FAIL", words, "Unlock it, or turn storage.encrypt off.")]
    file = paths.settings_file().parent / ".env"
    words = "This system has no keyring that encrypts; keys come from the environment."
    return [Check("keyring", "SKIP", words, f"Set a key's variable, or write NAME=key into {file}")]


CHECKERS = (
    Checker(("display",), display),
    Checker(("hotkeys",), hotkeys, 8.0),
    Checker(("capture",), capture, 8.0),
    Checker(("disk",), disk),
    Checker(("clock",), clock),
    Checker(("running",), running),
    Checker(("keyring",), keyring),
)
