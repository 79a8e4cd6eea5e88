"""A note opens at its line in editors that know lines, and is read as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.core.settings import Settings, replace_values
from app.desks.note_files import NoteFiles
from app.parts import Plan


@pytest.fixture
def note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A note, and editors that are installed."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("code", "kate", "vim", "mine"):
        (programs / name).write_text("#!/bin/sh\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    note = tmp_path / "notes" / "runbooks" / "deploys.md"
    note.parent.mkdir(parents=True)
    note.write_text("---\ntitle: Deploys\n---\n# Deploys\n")
    return note


def files(note: Path, **notes: object) -> NoteFiles:
    changes = {f"notes.{key}": value for key, value in notes.items()}
    return NoteFiles(Plan(replace_values(Settings(), changes), knowledge=note.parents[1]))


@pytest.mark.parametrize(
    ("visual", "words"),
    [
        ("code --wait", ["code", "--wait", "-g", "{path}:7"]),
        ("/usr/bin/../bin/kate", []),
        ("kate", ["kate", "--line", "7", "{path}"]),
        ("vim", []),
        ("gone-editor", []),
        ("", []),
    ],
)
async def test_the_editor_of_the_desktop_gets_the_line(
    note: Path, monkeypatch: pytest.MonkeyPatch, visual: str, words: list[str]
) -> None:
    monkeypatch.setenv("VISUAL", visual)
    command = await files(note).editor(str(note), 7)
    wanted = [word.replace("{path}", str(note)) for word in words]
    assert [Path(command[0]).name, *command[1:]] == wanted if words else command == []


@pytest.mark.parametrize(
    ("editor", "rest"),
    [("mine", ["{path}"]), ("mine --at {line} {path}", ["--at", "7", "{path}"])],
)
async def test_the_editor_of_the_settings_wins(
    note: Path, monkeypatch: pytest.MonkeyPatch, editor: str, rest: list[str]
) -> None:
    monkeypatch.setenv("VISUAL", "code")
    command = await files(note, editor=editor).editor(str(note), 7)
    assert Path(command[0]).name == "mine"
    assert command[1:] == [word.replace("{path}", str(note)) for word in rest]


async def test_an_editor_of_the_settings_that_is_not_there_is_named(note: Path) -> None:
    with pytest.raises(GhostPilotError, match="ned was not found"):
        await files(note, editor="ned").editor(str(note), 7)


async def test_a_note_that_is_gone_is_named(note: Path) -> None:
    with pytest.raises(GhostPilotError, match=r"gone\.md is not there"):
        await files(note).editor(str(note.with_name("gone.md")), 1)
    with pytest.raises(GhostPilotError, match=r"gone\.md is not there"):
        await files(note).read(str(note.with_name("gone.md")))


async def test_a_note_is_named_by_its_place_and_read_without_its_head(note: Path) -> None:
    desk = files(note)
    assert await desk.read(str(note)) == ("runbooks/deploys.md", "# Deploys\n")
    assert await desk.folder() == str(note.parents[1])
