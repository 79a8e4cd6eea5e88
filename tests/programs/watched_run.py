"""The running app, used by a test as a user would, with every disk call of its loop watched.

Prints one JSON object: what the loop's thread did on disk, which problems were shown, and the
session file. Its one argument is the demo call, which stands in for the devices.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import traceback
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QCoreApplication, QEventLoop, QTimer
from PyQt6.QtWidgets import QDialog, QMenu

import app.main as main
from app.core.events import Problem
from app.core.settings import Settings, replace_values
from app.core.tasks import spawn
from app.desks.settings import SettingsDesk
from app.parts import Plan
from app.session import LiveSession
from app.ui.controls import Controls
from app.ui.notices import Notices
from app.ui.overlay import Overlay

DISK = {
    "open", "os.listdir", "os.scandir", "os.mkdir", "os.rename", "os.remove", "os.rmdir",
    "os.truncate", "os.utime", "os.chmod", "shutil.rmtree", "shutil.copyfile", "sqlite3.connect",
    "subprocess.Popen", "socket.getaddrinfo", "glob.glob", "tempfile.mkstemp",
}  # fmt: skip
SHIPPED = ("/assets/window.qss",)
"""A file of a few kB of the program itself, read once with the modules of the window it is for."""
IMPORTS = ("importlib", "zipimport", "pkgutil", "linecache", "tokenize")
watching = False
seen: list[str] = []
told: dict[str, Any] = {"nested": [], "problems": [], "keyring": []}


def audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not watching or event not in DISK or threading.current_thread() is not loop_thread:
        return
    frame, places = sys._getframe(1), []
    while frame is not None:
        places.append(f"{frame.f_code.co_filename}:{frame.f_code.co_name}")
        frame = frame.f_back
    if any(name in place for place in places for name in IMPORTS):
        return  # a module that loads when it is first wanted, as the house has it
    if str(arguments[0]).endswith(SHIPPED):
        return
    ours = [place for place in places if "/app/" in place]
    seen.append(f"{event} {arguments[0]!r} by {ours[0] if ours else places[0]}")


def forbid_nested_loops() -> None:
    """Note every way into a nested Qt loop that Python code has."""
    for owner, name in (
        (QEventLoop, "exec"),
        (QDialog, "exec"),
        (QMenu, "exec"),
        (QCoreApplication, "processEvents"),
    ):  # fmt: skip
        setattr(owner, name, noted(f"{owner.__name__}.{name}"))


def noted(name: str) -> Any:
    def call(*arguments: Any) -> None:
        told["nested"].append(name + "".join(traceback.format_stack()[-2]))

    return call


def fail(words: str) -> None:
    raise ValueError(words)


async def fail_in_a_task() -> None:
    fail("a task broke")


async def used(overlay: Overlay, controls: Controls, session: LiveSession) -> None:
    """What a user does in a session, and three things that break in it."""
    global watching
    watching = True
    overlay.asked.emit("How do you roll back a release?")
    await answers(overlay, 1)
    overlay.larger_text()
    overlay.apply_settings(overlay.chosen)
    overlay.copy_answer()
    overlay.tell_them()
    overlay.read_passage(1)
    await asyncio.sleep(0.3)
    overlay.set_mode("full")
    for action in ("toggle", "toggle", "keyboard", "keyboard", "click_through", "move_left"):
        controls.act(action)
    controls.mode_chosen.emit("support")
    controls.act("show")  # the window, with the tab of recorded sessions
    await asyncio.sleep(1.0)
    controls.act("pause")
    await asyncio.sleep(0.3)
    controls.act("pause")
    QTimer.singleShot(0, lambda: fail("a slot broke"))
    spawn(fail_in_a_task(), name="chores")
    threading.Thread(target=fail, args=("a worker broke",), name="helper").start()
    await asyncio.sleep(0.5)
    overlay.asked.emit("What does the enterprise plan cost?")
    await answers(overlay, 2)
    told["after"] = overlay.answer_text
    told["session"] = str(session.recording.path)
    await asyncio.sleep(0.7)  # places are kept half a second after a move
    watching = False
    controls.act("quit")


async def answers(overlay: Overlay, count: int) -> None:
    """Wait until so many questions were answered."""
    async with asyncio.timeout(30):
        while True:
            turn = overlay._history.shown
            if overlay._history.place[1] >= count and turn is not None and turn.answer is not None:
                return
            await asyncio.sleep(0.05)


def connect(
    desk: SettingsDesk, overlay: Overlay, controls: Controls, session: LiveSession, *rest: Any
) -> None:
    introduced(desk, overlay, controls, session, *rest)
    spawn(used(overlay, controls, session), name="user")


def refuse_keyring(name: str) -> Any:
    def call(*arguments: Any) -> None:
        if threading.current_thread() is loop_thread:
            told["keyring"].append(name)

    return call


def show_problem(notices: Notices, problem: Problem) -> None:
    shown_by_notices(notices, problem)
    told["problems"] += [problem.detail] * (problem in notices.problems and notices.isVisible())


if __name__ == "__main__":
    import keyring

    for name in ("get_password", "set_password", "delete_password"):
        setattr(keyring, name, refuse_keyring(name))
    loop_thread = threading.current_thread()
    introduced, main.connect = main.connect, connect
    shown_by_notices, Notices.show_problem = Notices.show_problem, show_problem
    forbid_nested_loops()
    sys.addaudithook(audit)
    call = str(Path(sys.argv[1]).resolve())
    settings = replace_values(Settings(), {"audio.backend": "file", "audio.file": call})
    told["code"] = main.run(Plan(settings))
    print(json.dumps(told | {"disk": sorted(set(seen))}))
