"""The doctor: on a bare machine nothing fails, on a broken one the line says what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main
from app.core.check import Check, as_text

NAMES = {
    "settings",
    "them heard",
    "me heard",
    "echo",
    "recogniser",
    "encoder",
    "notes",
    "provider",
    "display",
    "hotkeys",
    "capture",
    "disk",
    "clock",
    "running",
    "keyring",
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No screen, no sound server."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "PULSE_SERVER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


def doctor(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, dict]]:
    code = main(["doctor", "--json", *words])
    out, err = capsys.readouterr()
    assert err == ""
    lines = [json.loads(line) for line in out.splitlines()]
    assert {line["type"] for line in lines} == {"check"}
    return code, {line["name"]: line for line in lines}


def test_on_a_bare_machine_nothing_fails(capsys: pytest.CaptureFixture[str]) -> None:
    code, checks = doctor(capsys)
    assert code == 0
    assert set(checks) == NAMES
    assert {check["verdict"] for check in checks.values()} == {"PASS", "SKIP"}
    for check in checks.values():
        assert check["words"].endswith(".")
        assert check["next_step"] or check["verdict"] == "PASS"


def test_what_is_broken_fails_with_its_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "settings.toml"
    config.write_text(
        '[notes]\nfolders = ["/no/such/folder"]\n[[providers]]\nname = "local"\n'
        'base_url = "http://127.0.0.1:9/v1"\nmodel = "tiny"\n',
        encoding="utf-8",
    )
    code, checks = doctor(capsys, "--config", str(config))
    assert code == 1
    failures = {name for name, check in checks.items() if check["verdict"] == "FAIL"}
    assert failures == {"notes", "provider local"}
    assert checks["notes"]["words"] == "The notes folder /no/such/folder does not exist."


def test_a_broken_settings_file_is_a_line_and_the_rest_is_still_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "settings.toml"
    config.write_text("[overlay\n", encoding="utf-8")
    code, checks = doctor(capsys, "--config", str(config))
    assert code == 1
    assert checks["settings"]["verdict"] == "FAIL"
    assert str(config) in checks["settings"]["words"]
    assert checks["recogniser"]["verdict"] == "PASS"


def test_a_key_no_setting_has_is_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "settings.toml"
    config.write_text("[overlay]\nfont = 3\n", encoding="utf-8")
    code, checks = doctor(capsys, "--config", str(config))
    assert code == 1
    assert "overlay.font" in checks["settings"]["words"]


def test_for_people_the_words_stand_under_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    text = as_text(Check("disk", "FAIL", "It is full.", "Make room."))
    first, second = text.splitlines()
    assert first.startswith("FAIL  disk ")
    assert first.index("It is full.") == second.index("Make room.")
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert "PASS  recogniser" in out
    assert out.rstrip().endswith("could not be checked.")


def test_the_diagnostics_are_a_text_to_send(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "settings.toml"
    config.write_text('[notes]\nfolders = ["/no/such/folder"]\n', encoding="utf-8")
    assert main(["doctor", "--diagnostics", "--config", str(config)]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert "FAIL  notes" in out.splitlines()
    assert "/no/such/folder" not in out
    assert "## System" in out
