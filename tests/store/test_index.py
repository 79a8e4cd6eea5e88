"""The index follows the folder of sessions and can be thrown away at any time."""

from __future__ import annotations

import errno
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.store.index import Index, session_files
from app.store.index_file import IndexFile
from app.store.opening import open_session
from app.store.search import search
from app.store.sessions import read_session
from tests.session_samples import session, turn


def record(folder: Path, *, key: bytes | None = None, text: str = "", title: str = "") -> Path:
    recorder = open_session(folder, now=Clock().now, key=key)
    for event in session(2) if not text else turn(1, 0.0, text):
        recorder.put(event)
    if title:
        recorder.entitle(title)
    recorder.close()
    return recorder.path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sessions"
    record(folder)
    record(folder, text="What does the silver plan cost?", title="Prices")
    return folder


@pytest.fixture
def index(folder: Path, tmp_path: Path):
    made = Index(folder, tmp_path / "cache" / "index.db")
    made.update()
    yield made
    made.close()


def test_every_session_is_listed_the_newest_first(index: Index) -> None:
    rows = index.sessions()
    assert [row.title for row in rows] == ["Prices", "How do you roll back a deploy?"]
    assert [(row.turns, row.ended, row.bad_lines) for row in rows] == [
        (1, "closed", 0),
        (2, "closed", 0),
    ]
    assert rows[0].providers == ("local",)
    assert rows[0].trouble == ""


def test_the_turns_of_a_session_are_listed_with_their_times(index: Index) -> None:
    name = index.sessions()[1].name
    first, second = index.turns(name)
    assert (first.number, second.number) == (1, 2)
    assert first.question == "How do you roll back a deploy?"
    assert (first.asked_at, first.asked, first.passages_at) == (3.0, 3.21, 3.22)
    assert first.last_piece_at == 3.9
    assert first.notes == ("runbooks/deploys.md",)
    assert first.good is None
    assert index.turns("none.gpcast") == []


def test_one_turn_can_be_read_by_its_place(index: Index, folder: Path) -> None:
    name = index.sessions()[1].name
    for row, start in zip(index.turns(name), (2.0, 4.0), strict=True):
        part = read_session(folder / name, part=row.place)
        assert list(part.events) == turn(row.number, start)[3:]
        assert part.header.app


def test_what_was_said_is_found_by_time(index: Index) -> None:
    name = index.sessions()[1].name
    rows = index.said(name, 2.5, 4.5)
    assert [(row.at, row.ended, row.channel, row.turn) for row in rows] == [
        (2.0, 3.0, "them", 2),
        (4.0, 5.0, "them", 2),
    ]
    assert index.said(name, 5.5, 9.0) == []


def test_two_programs_may_update_at_once(folder: Path, tmp_path: Path) -> None:
    for number in range(10):
        record(folder, text=f"Question number {number}?")
    path = tmp_path / "shared.db"
    indexes = [Index(folder, path) for _ in range(3)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(Index.update, indexes))
    for each in indexes:
        assert len(each.sessions()) == 12
        each.close()


def test_only_what_changed_is_read_again(index: Index, folder: Path) -> None:
    assert index.update() == 0
    record(folder, text="Why?")
    seen: list[tuple[int, int]] = []
    assert index.update(lambda done, total: seen.append((done, total))) == 1
    assert seen == [(1, 1)]
    assert len(index.sessions()) == 3


def test_a_deleted_session_leaves_no_word_behind(index: Index, folder: Path) -> None:
    name = index.sessions()[0].name
    (folder / name).unlink()
    index.update()
    assert len(index.sessions()) == 1
    database = folder.parent / "cache" / "index.db"
    for path in (database, database.with_name("index.db-wal")):
        if path.exists():
            assert b"silver" not in path.read_bytes()
            assert b"Prices" not in path.read_bytes()


def test_it_can_be_thrown_away_and_rebuilt(index: Index) -> None:
    before = index.sessions()
    assert index.rebuild() == 2
    assert index.sessions() == before


@pytest.mark.parametrize("damage", [b"no database at all" * 100, b"", b"SQLite format 3\0" * 300])
def test_a_damaged_index_is_made_anew(folder: Path, tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "index.db"
    path.write_bytes(damage)
    index = Index(folder, path)
    assert index.update() == 2
    index.close()


def test_damage_inside_is_found_and_made_good(index: Index, folder: Path, tmp_path: Path) -> None:
    index.rebuild()
    index.close()
    path = tmp_path / "cache" / "index.db"
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    path.write_bytes(content)
    again = Index(folder, path)
    again.update()
    assert len(again.sessions()) == 2
    again.close()


def test_an_index_in_use_is_waited_for_and_then_named(
    index: Index, folder: Path, tmp_path: Path
) -> None:
    index.db.execute("BEGIN IMMEDIATE")
    with pytest.raises(GhostPilotError, match="is in use"):
        Index(folder, tmp_path / "cache" / "index.db")
    index.db.rollback()


def test_an_index_of_another_version_is_made_anew(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    Index(folder, path).close()
    import sqlite3

    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    index = Index(folder, path)
    assert index.update() == 2
    index.close()


def test_the_file_is_private(index: Index, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "cache" / "index.db").stat().st_mode) == 0o600


def test_what_cannot_be_read_is_listed_with_its_reason(index: Index, folder: Path) -> None:
    (folder / "20200101-000000.gpcast").write_bytes(b"nonsense\n")
    index.update()
    (row,) = (row for row in index.sessions() if row.trouble)
    assert "is not a session file" in row.trouble
    assert index.turns(row.name) == []


def test_a_sealed_session_says_nothing_to_an_index_on_the_disk(
    index: Index, folder: Path, tmp_path: Path
) -> None:
    key = bytes(32)
    record(folder, key=key, text="What is the golden secret?")
    index.update()
    assert search(index, "golden") == []
    assert any("is encrypted" in row.trouble for row in index.sessions())
    refused = Index(folder, tmp_path / "other.db", key=key)
    refused.update()
    assert search(refused, "golden") == []
    refused.close()
    in_memory = Index(folder, None, key=key)
    in_memory.update()
    assert len(search(in_memory, "golden")) == 1
    in_memory.close()


def test_other_files_are_no_sessions(folder: Path) -> None:
    (folder / "notes.txt").write_text("x")
    (folder / "a.gpcast.torn").write_text("x")
    (folder / "folder.gpcast").mkdir()
    (folder / "link.gpcast").symlink_to("/etc/passwd")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.gpcast")).touch()
    assert len(list(session_files(folder))) == 2
    assert list(session_files(folder / "none")) == []


def test_without_a_place_for_its_file_it_lives_in_memory_and_says_so(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    index = Index(folder, tmp_path / "file" / "index.db")
    index.update()
    assert len(index.sessions()) == 2
    assert "cannot be written" in index.remark
    assert len(search(index, "silver")) == 1
    index.close()


def test_a_disk_that_fills_up_later_is_no_loss_either(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(folder, text=" ".join(f"word{n}" for n in range(5000)))
    index = Index(folder, tmp_path / "cache" / "index.db")
    index.db.execute("PRAGMA max_page_count = 1")

    def full(file: IndexFile) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(IndexFile, "start_anew", full)
    assert index.remark == ""
    index.update()
    assert len(index.sessions()) == 3
    assert "No space left on device" in index.remark
    index.close()
