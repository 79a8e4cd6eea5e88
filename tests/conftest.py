"""Ground rules of the tests: a private home, no noise in the log, no thread left behind."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes tells of the machine, not of the program: a fresh and busy one needs
# seconds for a first example.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyqt6"


_kept: list[object] = []
"""The one QApplication of a test run: without a reference it would die with its first loop."""


def _qt_loop() -> asyncio.AbstractEventLoop:
    """The loop the running app has; imported here so that other tests need no Qt."""
    from PyQt6.QtWidgets import QApplication

    from app.ui.loop import make_loop

    loop = make_loop()
    if not _kept:
        _kept.append(QApplication.instance())
    return loop


def pytest_unconfigure() -> None:
    """Windows that a test left open must not meet the end of the application."""
    if _kept:
        from app.ui.loop import delete_windows

        delete_windows()


OTHER_PROGRAMS = {
    "x11",
    "bench",
    "test_pulse.py",
    "test_main.py",
    "test_exclusion.py",
    "test_machine.py",
}
"""Tests that start window managers, a sound server or the whole program."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give tests of other programs a second try.

    On a busy machine such a program may fail at its own start, or late; a defect of ours
    fails every time.
    """
    for item in items:
        if OTHER_PROGRAMS.intersection(item.path.parts):
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=1))


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    own = getattr(getattr(item, "module", None), "EVENT_LOOP", None)
    if own is not None:
        return {own.__name__: own}
    if "ui" in item.path.parts or item.get_closest_marker("x11"):
        return {"qt": _qt_loop}
    return {"asyncio": asyncio.new_event_loop}


@pytest.fixture(autouse=True)
def private_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test writes into a folder of its own and sees no key or setting of this machine."""
    home = tmp_path / "home"
    monkeypatch.setenv("GHOSTPILOT_HOME", str(home))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    for name in ("OPENAI_API_KEY", "AUDIO_BACKEND"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(autouse=True)
def no_stray_log(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """A warning or error in the log fails the test that did not announce it."""
    yield
    if request.node.get_closest_marker("expects_log"):
        return
    stray = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING
    ]
    assert not stray, f"unexpected log lines: {stray}"


def _lives_on(thread: threading.Thread) -> bool:
    """Whether a thread has ended, or is the one that tqdm keeps for the whole process."""
    return not thread.is_alive() or thread.name == "tqdm_monitor"


@pytest.fixture(autouse=True)
def no_live_thread() -> Iterator[None]:
    """A thread started by a test ends soon after it."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + 10.0
    while left := [t for t in threading.enumerate() if t not in before and not _lives_on(t)]:
        if time.monotonic() > deadline:
            pytest.fail(f"threads left behind: {[t.name for t in left]}")
        time.sleep(0.01)
