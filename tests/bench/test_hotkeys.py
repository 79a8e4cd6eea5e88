"""The measurement of the hotkeys runs and gives its figures; their values are not judged here."""

from __future__ import annotations

import shutil

import pytest

from app.bench import hotkeys
from app.core.errors import GhostPilotError


def test_it_measures_a_real_program(monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("Xvfb") is None:
        pytest.skip("not installed here: Xvfb")
    monkeypatch.setattr(hotkeys, "PRESSES", 2)
    figures = list(hotkeys.run(None))
    assert [figure.unit for figure in figures] == ["ms"] * 3
    assert all(0 < float(figure.value) < 5000 for figure in figures)


def test_without_a_display_server_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(GhostPilotError) as caught:
        list(hotkeys.run(None))
    assert caught.value.exit_code == 3
