"""What is read from the notes folders, and what is left out and why."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.core.knowledge import Skipped
from app.retrieval.notes import Note, decode, is_unchanged, list_notes, read_note

Write = Callable[[dict[str, str | bytes]], Path]


def reasons(folder: Path) -> dict[str, str]:
    return {Path(item.path).name: item.reason for item in list_notes([folder]).skipped}


def test_nested_notes_are_found_in_a_stable_order(notes: Write) -> None:
    folder = notes({"b.md": "B.", "sub/deep/a.markdown": "A.", "C.txt": "C."})
    assert [file.name for file in list_notes([folder]).files] == [
        "b.md",
        "C.txt",
        "sub/deep/a.markdown",
    ]


def test_what_is_no_note_is_listed_with_the_reason(notes: Write) -> None:
    folder = notes({".git/x.md": "x", ".hidden.md": "x", "photo.png": b"\x89PNG", "Makefile": "x"})
    assert reasons(folder) == {
        ".git": "hidden",
        ".hidden.md": "hidden",
        "photo.png": "not a kind of note (.png)",
        "Makefile": "not a kind of note (no extension)",
    }


def test_a_huge_file_is_skipped_unread(notes: Write) -> None:
    folder = notes({"a.md": "A."})
    with (folder / "huge.md").open("wb") as stream:
        stream.truncate(100_000_000)
    assert reasons(folder) == {"huge.md": "100.0 MB is over the limit of 5 MB"}


def test_a_loop_of_links_is_walked_once(notes: Write) -> None:
    folder = notes({"sub/a.md": "A."})
    (folder / "sub" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "gone.md").symlink_to(folder / "nowhere.md")
    listing = list_notes([folder])
    assert [file.name for file in listing.files] == ["sub/a.md"]
    assert "already read" in reasons(folder)["loop"]
    assert reasons(folder)["gone.md"].startswith("cannot be read")


def test_a_link_that_leads_out_is_not_followed_and_listed(notes: Write, tmp_path: Path) -> None:
    folder = notes({"a.md": "A."})
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.md").write_text("The code is 1234.")
    (folder / "one.md").symlink_to(tmp_path / "secret" / "s.md")
    (folder / "all").symlink_to(tmp_path / "secret", target_is_directory=True)
    assert [file.name for file in list_notes([folder]).files] == ["a.md"]
    for name in ("one.md", "all"):
        assert "leads out of the folder" in reasons(folder)[name]
        assert "secret" in reasons(folder)[name]
    both = list_notes([folder, tmp_path / "secret"])
    assert {file.name for file in both.files} >= {"a.md", "one.md"}, "a folder the user named"


def test_two_folders_are_one_base(notes: Write, tmp_path: Path) -> None:
    first = notes({"a.md": "A."})
    second = tmp_path / "second"
    second.mkdir()
    (second / "a.md").write_text("Other A.")
    paths = [file.path for file in list_notes([first, second]).files]
    assert paths == [first / "a.md", second / "a.md"]


@pytest.mark.parametrize("kind", ["missing", "file"])
def test_a_folder_that_is_none_is_named(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "notes"
    if kind == "file":
        path.write_text("x")
    with pytest.raises(GhostPilotError, match=str(path)) as caught:
        list_notes([path])
    assert caught.value.exit_code == 2 and caught.value.next_step


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind here")
def test_an_unreadable_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0)
    try:
        with pytest.raises(GhostPilotError, match="cannot be read"):
            list_notes([tmp_path])
    finally:
        tmp_path.chmod(0o700)


def read(folder: Path) -> Note | Skipped:
    (file,) = list_notes([folder]).files
    return read_note(file)


@pytest.mark.parametrize(
    ("data", "text", "remark"),
    [
        ("Käse.".encode(), "Käse.", ""),
        ("\ufeffKäse.".encode(), "Käse.", ""),
        ("Käse.".encode("utf-16"), "Käse.", "read as UTF-16"),
        ("Ja.\nKäse.".encode("cp1252"), "Ja. Käse.", "line 2 is not valid UTF-8; read as"),
    ],
)
def test_encodings(notes: Write, data: bytes, text: str, remark: str) -> None:
    note = read(notes({"a.md": data}))
    assert isinstance(note, Note)
    assert note.chunks[0].text == text and note.remark.startswith(remark)


def test_a_binary_file_is_skipped(notes: Write) -> None:
    note = read(notes({"a.md": b"abc\0def"}))
    assert isinstance(note, Skipped) and note.reason == "binary, not text"


def test_a_note_that_vanished_is_skipped(notes: Write) -> None:
    folder = notes({"a.md": "A."})
    (file,) = list_notes([folder]).files
    file.path.unlink()
    note = read_note(file)
    assert isinstance(note, Skipped) and "No such file" in note.reason


def test_any_bytes_decode_or_are_binary() -> None:
    for value in range(1, 256):
        assert len(decode(bytes([65, value, 66]))[0]) >= 2


def test_a_note_knows_whether_its_file_is_unchanged(notes: Write) -> None:
    folder = notes({"a.md": "A."})
    note = read(folder)
    assert isinstance(note, Note) and is_unchanged(note)
    notes({"a.md": "B."})
    assert not is_unchanged(note)
    (folder / "a.md").unlink()
    assert not is_unchanged(note)


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_that_is_no_unicode_is_skipped(notes: Write) -> None:
    folder = notes({"a.md": "A."})
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.md")).write_text("x")
    (skipped,) = list_notes([folder]).skipped
    assert skipped.reason == "its name is not valid Unicode" and skipped.path.endswith(
        "caf\ufffd.md"
    )


def test_a_file_that_grows_while_it_is_read_is_skipped(notes: Write) -> None:
    folder = notes({"a.md": "A."})
    (file,) = list_notes([folder]).files
    with file.path.open("wb") as stream:
        stream.truncate(6_000_000)
    note = read_note(file)
    assert isinstance(note, Skipped) and "grew over" in note.reason
