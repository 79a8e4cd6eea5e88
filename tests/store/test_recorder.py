"""The recorder writes what it is given, soon, safely, and says so when it cannot."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
import time
from pathlib import Path

import pytest

from app.core.clock import Clock
from app.core.events import AnswerDelta, Event, Health, Info, Problem
from app.core.redact import Redactor
from app.store.blobs import read_blob
from app.store.opening import open_session
from app.store.sessions import read_session
from tests.recorded import wait_until
from tests.session_samples import session, turn

HEALTH = Health("them", 0.1, "ok", emitted=0.5)


def test_what_went_in_comes_out(tmp_path: Path) -> None:
    recorder = open_session(tmp_path, now=Clock().now)
    for event in session(3):
        recorder.put(event)
    recorder.close()
    read = read_session(recorder.path)
    assert list(read.events) == session(3)
    assert (read.ended, read.bad_lines) == ("closed", ())


def test_the_file_is_private_and_leaves_no_lock_behind(tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    recorder = open_session(folder, now=Clock().now)
    recorder.close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(recorder.path.stat().st_mode) == 0o600
    assert os.listdir(folder) == [recorder.path.name]


def test_a_piece_is_on_the_disk_before_anything_follows_it(tmp_path: Path) -> None:
    recorder = open_session(tmp_path, now=Clock().now)
    recorder.put(AnswerDelta("q1", "Soon.", emitted=1.0))
    wait_until(lambda: b"Soon." in recorder.path.read_bytes())
    recorder.close()


def test_an_answer_is_announced_once_it_is_safe(tmp_path: Path) -> None:
    saved: list[str] = []
    recorder = open_session(tmp_path, now=Clock().now, on_saved=saved.append)
    for event in turn(1, 0.0):
        recorder.put(event)
    wait_until(lambda: saved == ["q1"])
    recorder.close()


def test_events_without_a_time_get_that_of_the_recorder(tmp_path: Path) -> None:
    recorder = open_session(tmp_path, now=lambda: 12.5)
    recorder.put(Info("note"))
    recorder.close()
    assert read_session(recorder.path).events[0].emitted == 12.5


def test_many_threads_may_put_at_once(tmp_path: Path) -> None:
    recorder = open_session(tmp_path, now=Clock().now)

    def talk(name: str) -> None:
        for number in range(200):
            recorder.put(Info(name, note=str(number), emitted=1.0))

    threads = [threading.Thread(target=talk, args=(str(n),)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    recorder.close()
    events = read_session(recorder.path).events
    assert len(events) == 1000
    for name in "01234":
        notes = [e.note for e in events if isinstance(e, Info) and e.kind == name]
        assert notes == [str(number) for number in range(200)]


def test_flush_returns_once_everything_is_on_the_disk(tmp_path: Path) -> None:
    recorder = open_session(tmp_path, now=Clock().now)
    recorder.put(AnswerDelta("q1", "held back: s", emitted=1.0))
    assert recorder.flush()
    assert b"held back: s" in recorder.path.read_bytes()
    recorder.close()


def test_secrets_never_reach_the_file(tmp_path: Path) -> None:
    redactor = Redactor()
    redactor.register("hunter2hunter2")
    recorder = open_session(tmp_path, now=Clock().now, redactor=redactor)
    for piece in ("hunter2", "hunter2 is", " it"):
        recorder.put(AnswerDelta("q1", piece, emitted=1.0))
        time.sleep(0.25)
    recorder.mark("hunter2hunter2")
    recorder.close()
    assert b"hunter2" not in recorder.path.read_bytes()


def test_a_screenshot_is_kept_beside_the_file(tmp_path: Path) -> None:
    recorder = open_session(tmp_path, now=Clock().now)
    recorder.put_image(b"\x89PNG picture", "q1")
    recorder.close()
    (image,) = (mark for mark in read_session(recorder.path).marks if mark.code == "i")
    assert image.data["question"] == "q1"
    assert hashlib.sha256(b"\x89PNG picture").hexdigest() in image.data["path"]
    assert read_blob(recorder.path, image.data["path"]) == b"\x89PNG picture"


def test_markers_verdicts_and_titles_are_kept(tmp_path: Path) -> None:
    recorder = open_session(tmp_path, now=lambda: 3.0)
    recorder.mark("good point")
    recorder.judge("q1", False, "wrong note")
    recorder.entitle("Call with Acme")
    recorder.close()
    assert [(mark.ms, mark.code, mark.data) for mark in read_session(recorder.path).marks[:-1]] == [
        (3000, "m", {"note": "good point"}),
        (3000, "v", {"question": "q1", "good": False, "note": "wrong note"}),
        (3000, "T", {"title": "Call with Acme"}),
    ]


def test_after_closing_nothing_more_is_taken(tmp_path: Path) -> None:
    recorder = open_session(tmp_path, now=Clock().now)
    recorder.close()
    size = recorder.path.stat().st_size
    recorder.put(HEALTH)
    recorder.close()
    assert recorder.path.stat().st_size == size
    assert recorder.lost == 1


@pytest.mark.parametrize("event", [*session(1)[:3], session(1)[-1]])
def test_what_was_heard_or_asked_makes_it_worth_keeping(tmp_path: Path, event: Event) -> None:
    recorder = open_session(tmp_path, now=Clock().now)
    recorder.put(HEALTH)
    recorder.put(Problem("audio", "No sound"))
    assert recorder.flush()
    assert recorder.empty
    recorder.put(event)
    recorder.close()
    assert not recorder.empty


@pytest.mark.parametrize("kind", ["mark", "image", "title", "nothing"])
def test_a_mark_or_picture_makes_it_worth_keeping(tmp_path: Path, kind: str) -> None:
    recorder = open_session(tmp_path, now=Clock().now)
    {
        "mark": lambda: recorder.mark(""),
        "image": lambda: recorder.put_image(b"png"),
        "title": lambda: recorder.entitle("Acme"),
        "nothing": lambda: None,
    }[kind]()
    recorder.close()
    assert recorder.empty == (kind == "nothing")
