"""The picture is of the last answer that the notes cover, and a bad path is one sentence."""

from __future__ import annotations

import os
import resource
import stat
from pathlib import Path

import pytest
from PyQt6.QtGui import QImage

from app.core.errors import GhostPilotError
from app.core.events import Answer, Passages, Question, Status, Timing
from app.core.sections import Overlay as OverlaySettings
from app.ui.overlay import Overlay
from app.ui.photographer import Photographer


def play(overlay: Overlay, photographer: Photographer, number: int, *, covered: bool) -> None:
    name = f"q{number}"
    for event in (
        Question(name, 0, f"Question {number}?", "factual", "them", 1.0),
        Passages(name, covered, 1.0, ()),
        Answer(name, "", "offline", None, "complete", Timing(1, 2)),
        Status("listening", recording=True),
    ):
        overlay.show_event(event)
        photographer(event)


async def test_the_last_answer_from_the_notes_is_kept(tmp_path: Path) -> None:
    overlay = Overlay(OverlaySettings(), on_problem=lambda problem: None)
    overlay.show()
    path = tmp_path / "overlay.png"
    photographer = Photographer(overlay, path)
    play(overlay, photographer, 1, covered=True)
    photographer.save()
    first = QImage(str(path))
    assert first.width() == overlay.width()
    play(overlay, photographer, 2, covered=False)
    photographer.save()
    assert QImage(str(path)) == first
    play(overlay, photographer, 3, covered=True)
    photographer.save()
    assert QImage(str(path)) != first
    overlay.close()


async def test_a_path_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    overlay = Overlay(OverlaySettings(), on_problem=lambda problem: None)
    with pytest.raises(GhostPilotError, match="could not be written"):
        Photographer(overlay, tmp_path / "no" / "folder.png").save()


async def test_only_its_owner_may_see_the_picture(tmp_path: Path) -> None:
    overlay = Overlay(OverlaySettings(), on_problem=lambda problem: None)
    path = tmp_path / "overlay.png"
    path.touch(mode=0o644)
    Photographer(overlay, path).save()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_full_disk_keeps_the_old_picture_and_leaves_no_half(tmp_path: Path) -> None:
    overlay = Overlay(OverlaySettings(), on_problem=lambda problem: None)
    path = tmp_path / "overlay.png"
    path.write_bytes(b"old")
    photographer = Photographer(overlay, path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        with pytest.raises(GhostPilotError, match="could not be written"):
            photographer.save()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["overlay.png"]
