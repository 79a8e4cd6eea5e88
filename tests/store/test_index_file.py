"""The file of the index is made anew, or done without, rather than missed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.store.index_file import VERSION, IndexFile


def tables(file: IndexFile) -> set[str]:
    return {name for (name,) in file.db.execute("SELECT name FROM sqlite_master")}


def test_it_keeps_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    file = IndexFile(path)
    with file.change():
        file.db.execute("INSERT INTO entries VALUES (1, 1, 'said', NULL, 0.0, 1.0, 'me')")
    file.close()
    again = IndexFile(path)
    assert again.db.execute("SELECT count(*) FROM entries").fetchone() == (1,)
    again.start_anew()
    assert again.db.execute("SELECT count(*) FROM entries").fetchone() == (0,)
    again.close()


def test_tables_of_another_version_are_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE old (x)")
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    db.close()
    file = IndexFile(path)
    assert "old" not in tables(file) and "entries" in tables(file)
    assert file.remark == ""
    file.close()


def test_without_a_file_it_goes_on_in_memory_and_says_why(tmp_path: Path) -> None:
    file = IndexFile(tmp_path / "index.db")
    file.go_on_in_memory(OSError(28, "No space left on device"))
    assert "entries" in tables(file)
    assert "No space left on device" in file.remark
    file.close()


def test_trouble_in_memory_is_raised() -> None:
    file = IndexFile(None)
    with pytest.raises(OSError, match="no memory"):
        file.go_on_in_memory(OSError("no memory"))


def test_one_that_another_program_holds_is_named(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    file, other = IndexFile(path), sqlite3.connect(path, isolation_level=None)
    file.db.execute("PRAGMA busy_timeout = 1")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(GhostPilotError, match="is in use"), file.change():
        pass
    other.rollback()
    other.close()
    file.close()
