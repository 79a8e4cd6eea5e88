"""What breaks is kept in one private file that stays small and holds no key."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core import crash_log
from app.core.crash_log import CrashLog, last_lines
from app.core.events import Info, Problem
from app.core.redact import Redactor

pytestmark = pytest.mark.expects_log


@pytest.fixture
def log(private_home: Path) -> Iterator[CrashLog]:
    redactor = Redactor()
    redactor.register("my-very-secret-key")
    made = CrashLog(redactor)
    made.open()
    yield made
    made.close()


def test_a_failure_is_kept_with_its_traceback_and_without_keys(log: CrashLog) -> None:
    try:
        raise ValueError("my-very-secret-key was refused")
    except ValueError:
        logging.getLogger("app.ui.crash_guard").exception("the window failed")
    logging.getLogger("app.audio").info("chatter")
    text = log.file.read_text()
    assert "the window failed" in text
    assert "Traceback" in text
    assert "my-very-secret-key" not in text
    assert "chatter" not in text
    assert log.file.stat().st_mode & 0o777 == 0o600


def test_problems_are_noted_by_their_titles(log: CrashLog) -> None:
    log.note(Problem("llm", "The key of a is refused", "what was asked: private words"))
    log.note(Info("failover"))
    assert last_lines(1)[0].endswith("PROBLEM llm: The key of a is refused")
    assert len(last_lines(10)) == 2


def test_the_file_stays_small_and_keeps_the_latest(
    log: CrashLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crash_log, "MOST_BYTES", 4_000)
    for number in range(500):
        log.note(Problem("x", f"number {number}"))
    assert log.file.stat().st_size <= 4_000
    assert last_lines(1)[0].endswith("number 499")
    assert all("PROBLEM" in line for line in last_lines(5))


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    log = CrashLog(Redactor(), tmp_path / "file" / "crash.log")
    log.open()
    log.note(Problem("x", "lost"))
    log.close()
    assert "crash.log" in log.trouble
    assert last_lines(5, log.file) == []


CRASH = """
import os, signal
from app.core.crash_log import CrashLog
from app.core.redact import Redactor
CrashLog(Redactor()).open()
def deep_inside():
    os.kill(os.getpid(), signal.SIGSEGV)
deep_inside()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a crash by signal")
def test_a_crash_of_the_process_itself_leaves_its_stack(private_home: Path) -> None:
    done = subprocess.run([sys.executable, "-c", CRASH], env=os.environ, timeout=150, check=False)
    assert done.returncode == -signal.SIGSEGV
    text = "\n".join(last_lines(50))
    assert "Segmentation fault" in text
    assert "deep_inside" in text
