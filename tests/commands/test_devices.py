"""The devices on the command line: what there is, what is the default, what the settings choose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import app.audio
from app.cli import main
from app.core.errors import GhostPilotError
from app.core.events import Device
from app.core.sections import Audio
from tests.audio.conftest import SoundServer, sound_server as sound_server

LISTED = [
    Device("them", "Speakers", "out.1", True),
    Device("them", "Headset", "out.2", False),
    Device("me", "Webcam", "in.1", True),
]


@pytest.fixture
def devices(monkeypatch: pytest.MonkeyPatch) -> list[Device]:
    devices = list(LISTED)

    async def listed(audio: Audio) -> list[Device]:
        return devices

    monkeypatch.setattr(app.audio, "list_devices", listed)
    return devices


def settings(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return ["--config", str(path)]


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_defaults_are_marked_and_used(
    devices: list[Device], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["devices"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "The other side (system audio)",
        "  * Speakers  [default]",
        "    Headset",
        "Your microphone",
        "  * Webcam  [default]",
    ]


def test_for_programs_each_device_is_a_line(
    devices: list[Device], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = settings(tmp_path, '[audio]\nthem_device = "Headset"\nme = false\n')
    assert main(["devices", "--json", *chosen]) == 0
    lines = printed(capsys)
    assert lines[0] == {
        "type": "device", "channel": "them", "name": "Speakers", "key": "out.1",
        "default": True, "chosen": False, "used": False, "present": True,
    }  # fmt: skip
    assert [(line["name"], line["chosen"], line["used"]) for line in lines[1:]] == [
        ("Headset", True, True),
        ("Webcam", False, False),
    ]


def test_a_choice_that_is_not_plugged_in_is_listed_and_what_stands_in_is_marked(
    devices: list[Device], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = settings(tmp_path, '[audio]\nme_device = "Jabra"\nthem = false\n')
    assert main(["devices", *chosen]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "The other side (system audio)  (switched off in the settings)"
    assert said[-2:] == [
        "  * Webcam  [default]",
        "    Jabra  [chosen in the settings, not plugged in]",
    ]
    assert main(["devices", "--json", *chosen]) == 0
    assert printed(capsys)[-1]["present"] is False


def test_no_device_is_no_error(devices: list[Device], capsys: pytest.CaptureFixture[str]) -> None:
    devices.clear()
    assert main(["devices"]) == 0
    assert capsys.readouterr().out.count("none") == 2
    assert main(["devices", "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_a_sound_system_that_fails_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fails(audio: Audio) -> list[Device]:
        raise GhostPilotError("No sound server answers", next_step="Start one.")

    monkeypatch.setattr(app.audio, "list_devices", fails)
    assert main(["devices"]) == 2
    assert "No sound server answers. Start one." in capsys.readouterr().err


def test_a_recording_instead_of_devices_is_said_on_the_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = settings(tmp_path, '[audio]\nbackend = "file"\nfile = "call.wav"\n')
    assert main(["devices", "--json", *chosen]) == 0
    said = capsys.readouterr()
    assert (said.out, "call.wav" in said.err) == ("", True)


def test_the_devices_of_a_real_sound_server(
    sound_server: SoundServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["devices", "--json"]) == 0
    used = [(line["channel"], line["name"]) for line in printed(capsys) if line["used"]]
    assert used == [("them", "Speakers"), ("me", "Monitor of Voice")]
