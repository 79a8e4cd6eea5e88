"""The user's notes as files: what opens one at a line, and the words of one to be read aloud."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

from app.core.errors import GhostPilotError
from app.parts import Plan, notes_folders

WITH_LINE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor"), ("-g", "{path}:{line}")),
    **dict.fromkeys(("subl", "zed", "hx"), ("{path}:{line}",)),
    **dict.fromkeys(("kate", "kwrite", "mousepad"), ("--line", "{line}", "{path}")),
    **dict.fromkeys(
        ("gedit", "gnome-text-editor", "xed", "pluma", "gvim", "emacs"), ("+{line}", "{path}")
    ),
    "notepad++": ("-n{line}", "{path}"),
    "mate": ("-l", "{line}", "{path}"),
}
"""Editors with a window of their own, and how each is told the line."""

_FRONT_MATTER = re.compile(r"\A---\s*\n.*?\n---\s*(\n|\Z)", re.DOTALL)
"""What some notes say of themselves before they begin; nobody reads that aloud."""


class NoteFiles:
    """Does what `ui/opening_source.NoteFiles` asks for, in workers."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    async def editor(self, path: str, line: int) -> list[str]:
        """The program of the settings, else of VISUAL or EDITOR where it has a window."""
        wanted = self._plan.settings.notes.editor
        return await asyncio.to_thread(_editor, wanted, os.environ, path, line)

    async def read(self, path: str) -> tuple[str, str]:
        """The title is the note's path inside its folder of notes."""
        return await asyncio.to_thread(_read, path, self._folders())

    async def folder(self) -> str:
        """The first folder of notes."""
        return str(self._folders()[0])

    def _folders(self) -> tuple[Path, ...]:
        return notes_folders(self._plan.settings, self._plan.knowledge)


def _editor(wanted: str, environ: Mapping[str, str], path: str, line: int) -> list[str]:
    _must_be_there(path)
    words = shlex.split(wanted or environ.get("VISUAL", "") or environ.get("EDITOR", ""))
    if not words:
        return []
    name = Path(words[0]).stem.lower()
    if any("{path}" in word for word in words):
        form = words
    elif name in WITH_LINE:
        form = [*words, *WITH_LINE[name]]
    elif wanted:
        form = [*words, "{path}"]
    else:
        return []  # an editor for the terminal, which has no window to open
    program = shutil.which(words[0])
    if program is None:
        if not wanted:
            return []
        raise GhostPilotError(
            f"The editor {words[0]} was not found",
            next_step="Correct editor under [notes] in the settings, or leave it empty.",
        )
    filled = [word.replace("{path}", path).replace("{line}", str(line)) for word in form[1:]]
    return [program, *filled]


def _read(path: str, folders: tuple[Path, ...]) -> tuple[str, str]:
    _must_be_there(path)
    note = Path(path)
    inside = next((folder for folder in folders if note.is_relative_to(folder)), note.parent)
    try:
        markdown = note.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise GhostPilotError(f"The note {note.name} cannot be read", str(error)) from error
    return note.relative_to(inside).as_posix(), _FRONT_MATTER.sub("", markdown, count=1)


def _must_be_there(path: str) -> None:
    if not Path(path).is_file():
        raise GhostPilotError(f"The note {Path(path).name} is not there any more", f"it was {path}")
