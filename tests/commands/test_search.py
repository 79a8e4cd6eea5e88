"""Searching from the command line: one query, many in order, and clear refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main


def test_the_right_note_and_heading_come_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "who mentored the interns", "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert (found["type"], found["covered"]) == ("passages", True)
    best = found["passages"][0]
    assert (best["note"], best["heading"]) == ("profile.md", "Profile > Mentoring")
    assert set(best) >= {"id", "note", "heading", "line", "text", "score", "why"}


def test_a_batch_answers_in_order_with_its_ids(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = tmp_path / "queries.jsonl"
    batch.write_text('{"id": 7, "query": "rollback"}\n{"id": "b", "query": ""}\n')
    assert main(["search", "--queries", str(batch), "--json", "--top", "1"]) == 0
    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (first["id"], first["query"], len(first["passages"])) == (7, "rollback", 1)
    assert (second["id"], second["passages"], second["covered"]) == ("b", [], False)


def test_people_get_note_line_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "how many parking spaces does the office have"]) == 0
    assert "Probably not in your notes" in capsys.readouterr().out
    assert main(["search", "rollback", "--top", "1"]) == 0
    assert "runbooks/deploys.md:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["search"], "one query"),
        (["search", "x", "--queries", "y"], "one query"),
        (["search", "x", "--top", "0"], "--top"),
        (["search", "--queries", "/no/such.jsonl"], "/no/such.jsonl"),
    ],
)
def test_bad_input_is_named(
    words: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert named in capsys.readouterr().err


def test_a_line_that_does_not_fit_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = tmp_path / "queries.jsonl"
    batch.write_text('{"id": 1, "query": "a"}\n{"id": 2}\n')
    assert main(["search", "--queries", str(batch)]) == 2
    assert "Line 2 of" in capsys.readouterr().err


def test_files_that_are_left_out_are_named_beside_the_passages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.md").write_text("# Deploys\nRun the rollback command.\n", encoding="utf-8")
    (tmp_path / "photo.png").write_bytes(b"x")
    for number in range(12):
        (tmp_path / f"bad{number}.md").write_bytes(b"\0\1\2")
    assert main(["search", "rollback", "--knowledge", str(tmp_path)]) == 0
    out, err = capsys.readouterr()
    assert "good.md" in out
    lines = err.splitlines()
    assert len(lines) == 11
    assert lines[0].endswith("bad0.md: binary, not text")
    assert lines[-1].startswith("and 2 more")
