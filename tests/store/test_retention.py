"""Deleting is for good and only what was announced; a wrong clock costs nothing."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.store.gpcast import Header, encode_header
from app.store.index import Index
from app.store.journal import Journal
from app.store.opening import open_session
from app.store.retention import delete_session, enforce, plan, size_of
from app.store.search import search
from tests.session_samples import session

NOW = datetime(2026, 11, 20, 12, 0).astimezone()


def old(folder: Path, days: float, size: int = 1_000) -> Path:
    started = NOW - timedelta(days=days)
    path = folder / f"{started:%Y%m%d-%H%M%S}.gpcast"
    text = encode_header(Header(started=started.isoformat()))
    path.write_bytes(text + b" " * (size - len(text) - 1) + b"\n")
    return path


def test_without_limits_nothing_goes(tmp_path: Path) -> None:
    old(tmp_path, 4_000)
    assert plan(tmp_path, now=NOW) == []
    assert plan(tmp_path / "none", keep_days=1, now=NOW) == []


def test_what_is_too_old_goes_the_oldest_first(tmp_path: Path) -> None:
    paths = [old(tmp_path, days) for days in (1, 40, 29, 31)]
    doomed = plan(tmp_path, keep_days=30, now=NOW)
    assert [item.path for item in doomed] == [paths[1], paths[3]]
    assert doomed[0].reason == "older than 30 days"
    assert doomed[0].bytes == 1_000
    assert all(path.exists() for path in paths)


def test_what_is_too_much_goes_the_oldest_first(tmp_path: Path) -> None:
    paths = [old(tmp_path, days, 400_000) for days in (1, 2, 3, 4)]
    doomed = plan(tmp_path, keep_mb=1, now=NOW)
    assert [item.path for item in doomed] == [paths[3], paths[2]]
    assert doomed[0].reason == "all together exceed 1 MB"


def test_both_limits_count_each_session_once(tmp_path: Path) -> None:
    paths = [old(tmp_path, days, 600_000) for days in (1, 2, 40)]
    doomed = plan(tmp_path, keep_days=30, keep_mb=1, now=NOW)
    assert [item.path for item in doomed] == [paths[2], paths[1]]


def test_a_session_from_the_future_is_new(tmp_path: Path) -> None:
    old(tmp_path, -400)
    assert plan(tmp_path, keep_days=30, now=NOW) == []


def test_a_lost_header_or_name_falls_back_to_what_is_there(tmp_path: Path) -> None:
    named = tmp_path / "20200101-000000.gpcast"
    named.write_bytes(b"damage\n")
    unnamed = tmp_path / "a.gpcast"
    unnamed.write_bytes(b"damage\n")
    os.utime(unnamed, (0, 86_400))
    empty = tmp_path / "20200102-000000.gpcast"
    empty.touch()
    assert [item.path for item in plan(tmp_path, keep_days=30, now=NOW)] == [unnamed, named, empty]


def test_deleting_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    recorder = open_session(folder, now=Clock().now)
    for event in session(2):
        recorder.put(event)
    recorder.put_image(b"picture")
    recorder.close()
    path = recorder.path
    path.with_name(path.name + ".torn").write_bytes(b"torn")
    assert size_of(path) == path.stat().st_size + len(b"picture") + 4
    database = tmp_path / "index.db"
    index = Index(folder, database)
    index.update()
    assert search(index, "deploy")
    delete_session(path, index)
    assert os.listdir(folder) == []
    assert index.sessions() == []
    index.close()
    assert b"deploy" not in database.read_bytes()


def test_a_running_session_is_not_deleted(tmp_path: Path) -> None:
    recorder = open_session(tmp_path, now=Clock().now)
    with pytest.raises(GhostPilotError, match="is being recorded"):
        delete_session(recorder.path)
    recorder.close()
    assert recorder.path.exists()


def test_limits_are_enforced_but_for_a_running_session(tmp_path: Path) -> None:
    gone = old(tmp_path, 400)
    recorder = open_session(tmp_path, now=Clock().now)
    running = recorder.path.with_name("20000101-000000.gpcast")
    recorder.close()
    journal = Journal.create(running)
    assert [doomed.path for doomed in enforce(tmp_path, keep_days=30)] == [gone]
    assert running.exists()
    journal.close()
    assert [doomed.path for doomed in enforce(tmp_path, keep_days=30)] == [running]
    assert enforce(tmp_path, keep_days=30) == []
    assert os.listdir(tmp_path) == [recorder.path.name]


def test_a_missing_session_is_named(tmp_path: Path) -> None:
    with pytest.raises(GhostPilotError, match="There is no session"):
        delete_session(tmp_path / "none.gpcast")


def test_a_linked_image_folder_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").touch()
    path = old(tmp_path, 1)
    path.with_suffix("").symlink_to(precious)
    delete_session(path)
    assert (precious / "file").exists()
