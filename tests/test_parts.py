"""Parts are built from the settings, and a broken surrounding is one clear sentence."""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.asr.scripted import ScriptedEngine
from app.core import paths
from app.core.errors import GhostPilotError
from app.core.events import Info
from app.core.settings import Settings, replace_values
from app.parts import (
    keep_state,
    notes_folders,
    open_engine,
    open_notes,
    settings_of,
)
from app.store.state import load_state

CALL = Path(__file__).parent.parent / "assets" / "demo" / "call.wav"


def arguments(config: Path | None = None) -> argparse.Namespace:
    return argparse.Namespace(config=str(config) if config else None)


def test_notes_come_from_the_command_then_the_settings_then_the_sample(tmp_path: Path) -> None:
    settings = replace_values(Settings(), {"notes.folders": [str(tmp_path)]})
    assert notes_folders(settings, Path("given")) == (Path("given"),)
    assert notes_folders(settings) == (tmp_path,)
    assert notes_folders(Settings()) == (paths.shipped("knowledge"),)


async def test_what_is_remembered_at_once_is_all_kept(private_home: Path) -> None:
    places = {f"place {number}": number for number in range(40)}
    await asyncio.gather(*(keep_state({name: place}) for name, place in places.items()))
    assert load_state() == places


def test_a_key_in_the_environment_is_a_provider_while_none_is_set_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert settings_of(arguments()).providers == ()
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-key-of-no-account")
    assert [provider.name for provider in settings_of(arguments()).providers] == ["openai"]
    config = tmp_path / "settings.toml"
    config.write_text(
        '[[providers]]\nname = "mine"\nbase_url = "http://127.0.0.1:9/v1"\nmodel = "m"\n',
        encoding="utf-8",
    )
    assert [provider.name for provider in settings_of(arguments(config)).providers] == ["mine"]


async def test_a_missing_notes_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(GhostPilotError) as caught:
        async with open_notes(Settings(), tmp_path / "gone"):
            pass
    assert str(tmp_path / "gone") in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become an unprivileged user")
def test_an_unwritable_data_folder_is_named_to_an_unprivileged_user(tmp_path: Path) -> None:
    """Run as ``nobody``: root may write everywhere."""
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents:
        if parent.is_relative_to(tmp_path.parents[2]):
            parent.chmod(0o755)
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o755)
    script = (
        "import os, sys; sys.path.insert(0, sys.argv[1])\n"
        "from app.core import paths\n"
        "from app.core.errors import GhostPilotError\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "try:\n    paths.private_folder(paths.sessions())\n"
        "except GhostPilotError as error:\n    print(error); sys.exit(error.exit_code)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, str(CALL.parent.parent.parent)],
        env={**os.environ, "GHOSTPILOT_HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=150,
    )
    assert result.returncode == 2, result.stderr
    assert f"The folder {folder / 'sessions'} cannot be written to" in result.stdout


async def test_sound_goes_only_to_a_host_the_user_agreed_to() -> None:
    settings = replace_values(
        Settings(), {"speech.engine": "openai", "speech.openai_url": "https://asr.example.com/v1"}
    )
    with pytest.raises(GhostPilotError, match=r"asr\.example\.com") as caught:
        async with open_engine(settings, live=True):
            pass
    assert 'providers agree "speech openai"' in str(caught.value)


async def test_a_long_first_reading_of_the_notes_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.retrieval.live.QUIET_S", -1.0)
    (tmp_path / "a.md").write_text("# Parcels\n\nWe count every parcel.\n", encoding="utf-8")
    told: list[Info] = []
    async with open_notes(Settings(), tmp_path, reading=told.append):
        await asyncio.sleep(0)
    assert [info.note for info in told] == ["Reading the notes: 1 of 1 new passages"]


@pytest.mark.parametrize(("host", "told"), [("asr.example.com", False), ("127.0.0.1:9", True)])
async def test_names_the_user_hides_are_no_hints_for_a_recogniser_elsewhere(
    host: str, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []

    def make_engine(*args: object, **options: Any) -> ScriptedEngine:
        made.append(options["may_leave"])
        return ScriptedEngine([])

    monkeypatch.setattr("app.asr.make_engine", make_engine)
    settings = replace_values(
        Settings(),
        {
            "speech.engine": "openai",
            "speech.openai_url": f"http://{host}/v1",
            "privacy.agreed": [host],
            "privacy.conceal_terms": ["Nightingale"],
        },
    )
    async with open_engine(settings, live=True):
        assert made[0]("Kafka") and made[0]("Nightingale") is told
