"""Session files are exported, imported, verified, repaired and deleted from the command line."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.core import paths
from app.core.clock import Clock
from app.core.events import Egress
from app.store.gpcast import decode_header, encode_header
from app.store.opening import open_session
from tests.session_samples import session


@pytest.fixture
def path() -> Path:
    recorder = open_session(paths.sessions(), now=Clock().now)
    for event in session(2):
        recorder.put(event)
    recorder.close()
    return recorder.path


def objects(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"deploy", b"depl0y", 1) + b"[1,")


def test_a_document_goes_to_stdout_or_to_a_file(
    path: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["sessions", "export", "last"]) == 0
    assert capsysbinary.readouterr().out.startswith(b"# How do you roll back a deploy?")
    target = tmp_path / "call.html"
    assert main(["sessions", "export", "last", "--to", str(target)]) == 0
    assert capsysbinary.readouterr().out == b""
    assert target.read_text().startswith("<!doctype html>")


def test_an_unknown_form_is_refused(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sessions", "export", "last", "--to", "call.docx"]) == 2
    assert "There is no form 'docx'" in capsys.readouterr().err


def test_a_session_is_taken_in(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = path.rename(tmp_path / "call.gpcast")
    assert main(["sessions", "import", str(elsewhere), "--json"]) == 0
    (taken,) = objects(capsys)
    assert Path(taken["path"]).parent == paths.sessions()
    assert main(["sessions", "verify", "last"]) == 0
    assert main(["sessions", "import", str(tmp_path / "none")]) == 2


def test_verify_says_sound_or_damaged(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sessions", "verify"]) == 0
    assert capsys.readouterr().out == f"{path.name}: whole, 22 events\n"
    damage(path)
    assert main(["sessions", "verify", "--json"]) == 1
    (check,) = objects(capsys)
    assert (check["type"], check["sound"]) == ("check", False)
    assert check["findings"][0] == "1 damaged line (4)"


def test_verify_of_all_goes_on_after_a_file_that_is_none(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (paths.sessions() / "00000000-000000.gpcast").write_bytes(b"x\n")
    assert main(["sessions", "verify"]) == 1
    shown = capsys.readouterr().out
    assert "DAMAGED" in shown
    assert "whole, 22 events" in shown


def test_repair_makes_it_sound_again(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage(path)
    assert main(["sessions", "repair", path.name]) == 0
    assert "now in *.torn: 1 damaged line and 3 torn bytes" in capsys.readouterr().out
    assert main(["sessions", "verify"]) == 0
    capsys.readouterr()
    assert main(["sessions", "repair", path.name, "--json"]) == 0
    (repaired,) = objects(capsys)
    assert (repaired["type"], repaired["bad_lines"], repaired["torn"]) == ("repaired", 0, 0)


def test_delete_tells_first_and_does_it_only_with_yes(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sessions", "delete", "last"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith(f"would delete {path.name}")
    assert "Nothing was deleted" in told.err
    assert path.exists()
    assert main(["sessions", "delete", path.name, "--yes", "--json"]) == 0
    (deletion,) = objects(capsys)
    assert (deletion["deleted"], deletion["reason"]) == (True, "named")
    assert os.listdir(paths.sessions()) == []


def test_delete_by_age_and_size(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = path.with_name("20000101-000000.gpcast")
    old.write_bytes(b"an old session\n")
    assert main(["sessions", "delete", "--older-than", "30", "--over", "1", "--yes"]) == 0
    assert "older than 30 days" in capsys.readouterr().out
    assert path.exists()
    assert not old.exists()


def test_delete_needs_to_be_told_what(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sessions", "delete", "--yes"]) == 2
    assert "Nothing to delete was named" in capsys.readouterr().err
    assert main(["sessions", "delete", "--over", "-1"]) == 2


def test_what_left_the_machine_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    recorder = open_session(paths.sessions(), now=Clock().now)
    for kilobytes in (1, 2):
        recorder.put(Egress("far", "api.example.com", ("talk", "passages"), kilobytes * 1000, 3.0))
    recorder.close()
    assert main(["sessions", "sent", "last", "--json"]) == 0
    (sent,) = objects(capsys)
    assert (sent["host"], sent["requests"], sent["bytes"]) == ("api.example.com", 2, 3000)
    assert main(["sessions", "sent", "last"]) == 0
    assert "far at api.example.com: passages, talk; 2 requests" in capsys.readouterr().out
    assert main(["sessions", "sent", "last", "--csv"]) == 0
    assert capsys.readouterr().out.startswith("provider,host,")


def test_a_session_that_sent_nothing_says_so(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sessions", "sent", "last"]) == 0
    assert capsys.readouterr().out == "Nothing left this machine.\n"


def test_limits_are_shown_before_they_are_applied(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sessions", "retention"]) == 0
    assert capsys.readouterr().out == "Limits: none. 0 would be deleted, 0.00 MB.\n"
    first, rest = path.read_bytes().split(b"\n", 1)
    old = replace(decode_header(first), started="2020-01-01T10:00:00+00:00")
    path.write_bytes(encode_header(old) + rest)
    paths.settings_file().write_text("[storage]\nkeep_days = 30\n")
    assert main(["sessions", "retention"]) == 0
    shown = capsys.readouterr()
    assert f"would delete {path.name}" in shown.out and "Limits: 30 days. 1 would" in shown.out
    assert "repeat with --apply" in shown.err
    assert main(["sessions", "retention", "--days", "0", "--json"]) == 0
    assert objects(capsys) == []
    assert path.exists()
    assert main(["sessions", "retention", "--apply", "--json"]) == 0
    (gone,) = objects(capsys)
    assert (gone["type"], gone["session"], gone["deleted"]) == ("deletion", path.name, True)
    assert not path.exists()
    assert main(["sessions", "retention", "--mb", "-1"]) == 2
