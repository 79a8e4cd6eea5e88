"""A session without a device starts all the same, and says what is missing."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from PyQt6.QtCore import QObject, pyqtSignal

from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Info, Problem
from app.core.settings import Settings
from app.parts import Plan
from app.ui.overlay import Overlay
from app.wiring import connect, start


async def test_a_missing_device_becomes_a_problem() -> None:
    told: list[Problem] = []

    async def refuse() -> None:
        raise GhostPilotError("No microphone was found", next_step="Plug one in.")

    pipeline = SimpleNamespace(start=refuse, report=told.append)
    await start(SimpleNamespace(pipeline=pipeline))

    assert [(problem.where, problem.title) for problem in told] == [
        ("audio", "No microphone was found")
    ]


class Keys(QObject):
    """The signals of the controls, without keys and tray."""

    ask_now = pyqtSignal()
    stop_answer = pyqtSignal()
    pause = pyqtSignal()
    screenshot = pyqtSignal()
    mark = pyqtSignal()
    setting_changed = pyqtSignal(str, object)
    mode_chosen = pyqtSignal(str)


@pytest.mark.parametrize("recording", [True, False])
async def test_a_mark_reaches_the_recording_and_the_screen(tmp_path: Path, recording: bool) -> None:
    told: list[Info] = []
    marked: list[str] = []
    overlay, keys = Overlay(Settings().overlay, on_problem=lambda problem: None), Keys()
    nothing = lambda *_: None  # noqa: E731 - stands in for what is not pressed here
    pipeline = SimpleNamespace(
        report=told.append, ask_typed=nothing, ask_now=nothing, stop_answer=nothing, follow=nothing
    )
    session = SimpleNamespace(
        pipeline=pipeline,
        clock=Clock(),
        recording=tmp_path / "a.gpcast" if recording else None,
        mark=marked.append,
    )
    connect(Plan(Settings()), overlay, keys, session)  # type: ignore[arg-type] - only what is used
    keys.mark.emit()
    (info,) = told
    assert info.kind == "mark"
    if recording:
        assert (marked, info.note) == ([""], "Marked at 0:00")
    else:
        assert (marked, info.note) == ([], "Nothing is being recorded, so nothing was marked.")
    overlay.deleteLater()
