"""Notes open in the user's editor or in the overlay; what fails is told."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QFileDialog

from app.core import settings
from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.ui.note_opener import NoteOpener, open_link
from app.ui.overlay import Overlay
from tests.recorded import until
from tests.ui.windows import the_shown


class Files:
    """Notes of which one is gone; ``command`` is what opens the others."""

    def __init__(self) -> None:
        self.command: list[str] = []

    async def editor(self, path: str, line: int) -> list[str]:
        if path == "/gone.md":
            raise GhostPilotError("The note gone.md is not there any more")
        return [word.format(path=path, line=line) for word in self.command]

    async def read(self, path: str) -> tuple[str, str]:
        return path, "# Speech\n\nGood morning."

    async def folder(self) -> str:
        return "/"


def title_of(overlay: Overlay) -> str:
    """The note that is read in the overlay."""
    script = overlay._content.script
    return script.title if script is not None else ""


@pytest.fixture
async def files() -> Files:
    return Files()


@pytest.fixture
async def told() -> list[Problem]:
    return []


@pytest.fixture
async def overlay(files: Files, told: list[Problem]) -> AsyncIterator[Overlay]:
    overlay = Overlay(settings.Overlay(), on_problem=told.append)
    NoteOpener(files, overlay, told.append)
    yield overlay
    overlay.hide()


async def test_the_editor_is_started_with_path_and_line(
    overlay: Overlay, files: Files, tmp_path: Path
) -> None:
    proof = tmp_path / "proof"
    code = f"import sys; open({str(proof)!r}, 'w').write(' '.join(sys.argv[1:]))"
    files.command = [sys.executable, "-c", code, "{path}", "{line}"]
    overlay.open_note_requested.emit("/n/deploys.md", 7)
    await until(lambda: proof.exists() and proof.read_text())
    assert proof.read_text() == "/n/deploys.md 7"


async def test_without_an_editor_the_system_chooses(
    overlay: Overlay, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(url.path())))
    overlay.open_note_requested.emit("/n/deploys.md", 7)
    await until(lambda: opened)
    assert opened == ["/n/deploys.md"]


async def test_what_cannot_be_opened_is_told(
    overlay: Overlay, told: list[Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    overlay.open_note_requested.emit("/gone.md", 1)
    overlay.open_note_requested.emit("/n/deploys.md", 7)
    await until(lambda: len(told) == 2)
    titles = [problem.title for problem in told]
    assert titles == [
        "The note gone.md is not there any more", "No program opens /n/deploys.md"
    ]  # fmt: skip


async def test_a_passage_is_read_in_the_overlay(overlay: Overlay) -> None:
    overlay.read_note_requested.emit("talk.md")
    await until(lambda: title_of(overlay) == "talk.md")
    assert overlay._content.mode == "teleprompter"


async def test_a_note_can_be_chosen_from_the_disk(overlay: Overlay) -> None:
    overlay.show()
    overlay.choose_note()
    dialog = await the_shown(QFileDialog)
    dialog.fileSelected.emit("/n/talk.md")
    dialog.close()
    await until(lambda: title_of(overlay) == "/n/talk.md")


async def test_links_open_only_in_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    for address in ("https://example.org/a", "file:///etc/passwd", "javascript:alert(1)"):
        open_link(address)
    assert [url.toString() for url in opened] == ["https://example.org/a"]
