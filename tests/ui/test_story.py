"""A story runs to its end, or is cancelled by a polite kill, and the loop is closed after it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import asyncio, sys
from app.ui.story import run_story

async def main():
    print("begun", flush=True)
    if "waits" in sys.argv:
        try:
            await asyncio.sleep(60)
        finally:
            print("released", flush=True)

sys.exit(run_story(main()))
"""


LEFT_OPEN = """
import asyncio
from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QApplication, QDialog, QLabel, QVBoxLayout, QWidget
from app.ui.story import run_story

class Watcher(QObject):
    def eventFilter(self, watched, event):
        if loop is not None and loop.is_closed():
            print("told of", event.type(), "while the application went", flush=True)
        return False

loop, left = None, []

async def main():
    global loop
    loop = asyncio.get_running_loop()
    window = QWidget()
    QVBoxLayout(window).addWidget(QLabel("words"))
    dialog = QDialog(window)
    for one in (window, dialog):
        one.installEventFilter(Watcher(one))
        one.show()
    gone = QWidget()
    gone.deleteLater()
    left.extend((window, dialog, gone))

run_story(main())
print("application:", QApplication.instance())
"""


def start(*words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, *words]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_story_that_ends_is_0() -> None:
    with start() as process:
        assert process.communicate(timeout=150)[0] == "begun\n"
    assert process.returncode == 0


def test_a_cancelled_story_releases_what_it_holds_and_is_130() -> None:
    with start("waits") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.send_signal(signal.SIGTERM)
        assert process.stdout.read() == "released\n"
    assert process.returncode == 130


def test_no_window_outlives_its_loop() -> None:
    """PyQt crashes, if rarely, where Python is told of the end of a window by the application's."""
    command = [sys.executable, "-c", LEFT_OPEN]
    ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=30)
    assert ended.stdout == "application: None\n"
    assert ended.returncode == 0
