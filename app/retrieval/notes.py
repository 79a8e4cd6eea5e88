"""The files of the notes folders: found, read and cut, or listed with why they were not."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import GhostPilotError
from app.core.knowledge import HIDDEN, NO_NOTE, NoteSummary, Skipped
from app.retrieval.chunking import Chunk, chunk_note, chunk_text

MAX_BYTES = 5_000_000
MARKDOWN = frozenset({".md", ".markdown", ".mdown"})
PLAIN = frozenset({".txt", ".text"})
DOCUMENTS = frozenset({".pdf", ".docx"})


class NoNotes(GhostPilotError):
    """There is nothing to search: a folder is not there, or none holds a note."""


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A file that may hold a note, as last seen on disk."""

    path: Path
    name: str
    """Path inside its knowledge folder, POSIX."""
    size: int
    """Bytes."""
    modified: int
    """Nanoseconds."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note that was read."""

    file: NoteFile
    chunks: tuple[Chunk, ...]
    digest: bytes
    """Of the file's content, see `digest`."""
    remark: str = ""
    """What the reader had to work around, if anything."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What the notes folders hold now, in reading order."""

    files: tuple[NoteFile, ...]
    skipped: tuple[Skipped, ...]
    folders: tuple[Path, ...] = ()
    """Every folder that was walked."""


def list_notes(folders: Sequence[Path]) -> Listing:
    """Every note file below the folders, nested ones too.

    Raises `NoNotes` naming the folder that is missing or not a folder, `GhostPilotError` for
    one that cannot be read.
    """
    files: list[NoteFile] = []
    skipped: list[Skipped] = []
    seen: dict[str, Path] = {}
    roots = tuple(os.path.realpath(folder) for folder in folders)
    for folder in folders:
        if not folder.is_dir():
            what = "is not a folder" if folder.exists() else "does not exist"
            raise NoNotes(
                f"The notes folder {folder} {what}",
                next_step="Name a folder with markdown notes in the settings, or with --knowledge.",
            )
        try:
            for found in _walk(folder, folder, seen, roots):
                if isinstance(found, NoteFile):
                    files.append(found)
                else:
                    skipped.append(found)
        except OSError as error:
            raise GhostPilotError(
                f"The notes folder {folder} cannot be read",
                error.strerror or str(error),
                "Change its permissions or name another folder.",
            ) from error
    return Listing(tuple(files), tuple(skipped), tuple(seen.values()))


def present(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Those of the folders that are there."""
    return tuple(folder for folder in folders if folder.is_dir())


def list_present(folders: Sequence[Path]) -> Listing:
    """`list_notes` of those folders that are there."""
    return list_notes(present(folders))


def no_notes(folders: Sequence[Path], detail: str) -> NoNotes:
    """The error for folders without a single note; ``detail`` says why there is none."""
    names = ", ".join(str(folder) for folder in folders) or "(none named)"
    return NoNotes(
        f"There are no notes in {names}",
        detail,
        "Put markdown files there, or name another folder in the settings or with --knowledge.",
    )


def _walk(
    folder: Path, root: Path, seen: dict[str, Path], roots: Sequence[str]
) -> Iterator[NoteFile | Skipped]:
    real = os.path.realpath(folder)
    if real in seen:
        yield Skipped(folder.as_posix(), "the same folder was already read under another name")
        return
    seen[real] = folder
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: (entry.name.casefold(), entry.name))
    for entry in ordered:
        path = Path(entry.path)
        if not _is_unicode(entry.name):
            shown = os.fsencode(entry.path).decode("utf-8", "replace")
            yield Skipped(shown, "its name is not valid Unicode")
            continue
        if entry.name.startswith("."):
            yield Skipped(path.as_posix(), HIDDEN)
            continue
        if entry.is_symlink() and (outside := _outside(entry.path, roots)):
            # A shared folder of notes must not reach for what its user never named.
            yield Skipped(path.as_posix(), f"a link that leads out of the folder, to {outside}")
            continue
        try:
            if entry.is_dir():
                yield from _walk(path, root, seen, roots)
            else:
                yield _judge(entry, path, root)
        except OSError as error:
            yield Skipped(path.as_posix(), f"cannot be read: {error.strerror or error}")


def _outside(link: str, roots: Sequence[str]) -> str:
    """Where a link leads, if that is in none of the notes folders; else empty."""
    target = os.path.realpath(link)
    inside = any(target == root or target.startswith(root + os.sep) for root in roots)
    return "" if inside else Path(target).as_posix()


def _is_unicode(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _judge(entry: os.DirEntry[str], path: Path, root: Path) -> NoteFile | Skipped:
    """The file as a note, or why it is none; nothing is opened."""
    stat = entry.stat()
    suffix = path.suffix.lower()
    if suffix not in MARKDOWN | PLAIN | DOCUMENTS:
        return Skipped(path.as_posix(), f"{NO_NOTE} ({suffix or 'no extension'})")
    if not entry.is_file():
        return Skipped(path.as_posix(), "not a regular file")
    if stat.st_size > MAX_BYTES:
        return Skipped(path.as_posix(), f"{stat.st_size / 1e6:.1f} MB is over the limit of 5 MB")
    name = path.relative_to(root).as_posix()
    return NoteFile(path, name, stat.st_size, stat.st_mtime_ns)


def read_note(file: NoteFile) -> Note | Skipped:
    """Read and cut one note. A file that vanished, is binary or unreadable comes back skipped."""
    path = file.path
    try:
        data = _read(path)
        if path.suffix.lower() in DOCUMENTS:
            from app.retrieval.documents import read_document

            return Note(file, tuple(read_document(path)), digest(data))
        text, remark = decode(data)
    except (GhostPilotError, ValueError) as error:
        return Skipped(path.as_posix(), str(error))
    except OSError as error:
        return Skipped(path.as_posix(), f"cannot be read: {error.strerror or error}")
    cut = chunk_note if path.suffix.lower() in MARKDOWN else chunk_text
    return Note(file, tuple(cut(text, path.stem)), digest(data), remark)


def summary_of(note: Note) -> NoteSummary:
    """The note for the screen."""
    title = note.chunks[0].title if note.chunks else note.file.path.stem
    path = note.file.path.as_posix()
    return NoteSummary(note.file.name, path, title, len(note.chunks), note.remark)


def is_unchanged(note: Note) -> bool:
    """Whether the note's file still holds what was read; compares contents, not times."""
    try:
        return digest(_read(note.file.path)) == note.digest
    except (OSError, ValueError):
        return False


def _read(path: Path) -> bytes:
    with path.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError("grew over the limit of 5 MB")
    return data


def digest(data: bytes) -> bytes:
    """A file's content in 16 bytes."""
    return hashlib.blake2b(data, digest_size=16).digest()


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and a remark on its encoding; `ValueError` for a binary file."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), "read as UTF-16"
    if b"\0" in data:
        raise ValueError("binary, not text")
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        where = data.count(b"\n", 0, error.start) + 1
        remark = f"line {where} is not valid UTF-8; read as Windows-1252"
        return data.decode("cp1252", errors="replace"), remark
