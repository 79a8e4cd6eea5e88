"""The command line: verbs, help, exit codes, and failures in one sentence."""

from __future__ import annotations

import importlib

import pytest

import app
from app.cli import COMMANDS, main


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([name, "--help"])
    assert stop.value.code == 0
    assert f"ghostpilot {name}" in capsys.readouterr().out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out.strip() == f"ghostpilot {app.__version__}"


def test_an_unknown_verb_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["sing"])
    assert stop.value.code == 2
    assert "sing" in capsys.readouterr().err


def test_without_a_verb_the_app_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("app.commands.run")
    monkeypatch.setattr(module, "run", lambda args: 7)
    assert main([]) == 7
    assert main(["--verbose"]) == 7


def test_a_failure_is_one_sentence_and_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "x", "--knowledge", "/no/such/folder"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("ghostpilot: ")
    assert "/no/such/folder" in err
    assert len(err.splitlines()) == 1


def test_an_interruption_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(importlib.import_module("app.commands.run"), "run", interrupted)
    assert main(["run"]) == 130
