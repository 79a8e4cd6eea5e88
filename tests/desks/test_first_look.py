"""A folder is looked into before it is chosen: what is read, what is not and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.desks import first_look
from app.desks.first_look import FirstLookDesk


def fill(folder: Path) -> Path:
    folder.mkdir()
    (folder / "good.md").write_text("# Deploys\n\nRun `ship rollback`.\n")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 not really")
    (folder / "binary.txt").write_bytes(b"\0\1\2")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


@pytest.mark.expects_log  # the reader of PDF files complains
async def test_each_file_that_is_no_note_has_a_reason(tmp_path: Path) -> None:
    view = await FirstLookDesk().notes_in(str(fill(tmp_path / "notes")))
    assert [note.name for note in view.notes] == ["good.md"]
    assert view.chunks == 1
    reasons = {Path(one.path).name: one.reason for one in view.skipped}
    assert set(reasons) == {"broken.pdf", "binary.txt", "picture.png"}
    assert reasons["binary.txt"] == "binary, not text"
    assert "not a kind of note" in reasons["picture.png"]


async def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(GhostPilotError, match="does not exist"):
        await FirstLookDesk().notes_in(str(tmp_path / "nowhere"))


@pytest.mark.expects_log
async def test_a_folder_without_notes_says_what_is_there(tmp_path: Path) -> None:
    folder = fill(tmp_path / "notes")
    (folder / "good.md").unlink()
    with pytest.raises(GhostPilotError, match="no notes") as caught:
        await FirstLookDesk().notes_in(str(folder))
    assert "binary.txt: binary, not text" in caught.value.detail


async def test_a_whole_disk_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_look, "MOST_ENTRIES", 3)
    with pytest.raises(GhostPilotError, match="too large for notes"):
        await FirstLookDesk().notes_in(str(fill(tmp_path / "notes")))
