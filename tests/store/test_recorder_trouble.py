"""A disk that is full, stops or breaks is told of, and as little as can be is lost."""

from __future__ import annotations

import errno
import os
import threading
import time
from pathlib import Path

import pytest

from app.core.clock import Clock
from app.core.events import Event, Health, Info, Problem
from app.store import recorder as recorder_module
from app.store.journal import Journal
from app.store.opening import open_session
from app.store.sessions import read_session
from tests.recorded import wait_until
from tests.session_samples import session, turn

HEALTH = Health("them", 0.1, "ok", emitted=0.5)


class Disk:
    """Makes appending fail for as long as ``full`` is set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = False
        self.blocked = threading.Event()
        self.blocked.set()
        real = Journal.append

        def append(journal: Journal, line: bytes) -> None:
            self.blocked.wait()
            if self.full:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            real(journal, line)

        monkeypatch.setattr(Journal, "append", append)
        monkeypatch.setattr(recorder_module, "RETRY_S", 0.02)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def test_a_full_disk_is_told_at_once_and_nothing_is_lost(tmp_path: Path, disk: Disk) -> None:
    news: list[Event] = []
    recorder = open_session(tmp_path, now=Clock().now, on_event=news.append)
    assert recorder.flush()
    disk.full = True
    for event in session(2):
        recorder.put(event)
    wait_until(lambda: news)
    problem = news[0]
    assert isinstance(problem, Problem)
    assert problem.sticky
    assert "No space left" in problem.detail
    time.sleep(0.1)
    assert len(news) == 1
    disk.full = False
    wait_until(lambda: len(news) == 2)
    assert isinstance(news[1], Info)
    recorder.close()
    assert list(read_session(recorder.path).events) == session(2)


def test_closing_on_a_full_disk_says_what_was_not_saved(tmp_path: Path, disk: Disk) -> None:
    news: list[Event] = []
    recorder = open_session(tmp_path, now=Clock().now, on_event=news.append)
    assert recorder.flush()
    disk.full = True
    for event in session(1):
        recorder.put(event)
    recorder.close()
    assert isinstance(news[-1], Problem)
    assert news[-1].title == "Part of this session was not saved"


def test_a_disk_that_stops_costs_levels_before_questions(
    tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder_module, "QUEUE_SIZE", 30)
    monkeypatch.setattr(recorder_module, "ROOM_FOR_TURNS", 20)
    news: list[Event] = []
    recorder = open_session(tmp_path, now=Clock().now, on_event=news.append)
    assert recorder.flush()
    disk.blocked.clear()
    for _ in range(50):
        recorder.put(HEALTH)
    for event in turn(1, 0.0):
        recorder.put(event)
    assert recorder.lost >= 39
    disk.blocked.set()
    recorder.close()
    read = read_session(recorder.path)
    assert sum(m.data["events"] for m in read.marks if m.code == "l") == recorder.lost
    kept = [type(event).__name__ for event in read.events]
    assert {"Question", "Passages", "Answer"} <= set(kept)
    assert any(isinstance(event, Problem) for event in news)


def test_a_screenshot_that_cannot_be_kept_is_told(tmp_path: Path, disk: Disk) -> None:
    news: list[Event] = []
    recorder = open_session(tmp_path, now=Clock().now, on_event=news.append)
    recorder.path.with_suffix("").touch()
    recorder.put_image(b"picture")
    for event in session(1):
        recorder.put(event)
    wait_until(
        lambda: any(getattr(e, "title", "") == "A screenshot could not be kept" for e in news)
    )
    recorder.close()
    read = read_session(recorder.path)
    assert list(read.events) == session(1)
    assert [mark.code for mark in read.marks] == ["l", "z"]


def test_an_event_that_cannot_be_written_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    news: list[Event] = []
    recorder = open_session(tmp_path, now=Clock().now, on_event=news.append)
    recorder.put(Health("me", float("nan"), "ok", emitted=1.0))
    recorder.put(Health("me", 0.1, "ok", emitted=float("inf")))
    recorder.put(HEALTH)
    recorder.close()
    assert read_session(recorder.path).events == (HEALTH,)
    titles = [event.title for event in news if isinstance(event, Problem)]
    assert titles == ["An event could not be recorded"] * 2


@pytest.mark.expects_log
def test_a_recorder_that_breaks_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    news: list[Event] = []
    recorder = open_session(tmp_path, now=Clock().now, on_event=news.append)
    assert recorder.flush()
    monkeypatch.setattr(Journal, "append", lambda self, line: 1 / 0)
    recorder.put(session(1)[3])
    wait_until(lambda: news)
    assert isinstance(news[0], Problem)
    assert news[0].title == "The recording has stopped"
    recorder.close()
    recorder.put(HEALTH)
    assert recorder.lost == 1


@pytest.mark.expects_log
def test_a_listener_that_fails_does_not_stop_the_recording(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    recorder = open_session(tmp_path, now=Clock().now, on_saved=lambda question: 1 / 0)
    for event in session(2):
        recorder.put(event)
    recorder.close()
    assert list(read_session(recorder.path).events) == session(2)
    assert "listener" in caplog.text
