"""Providers on the command line: listed, tested with one word, each failure a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main


def config(path: Path, *tables: str) -> str:
    path.write_text("".join(f"[[providers]]\n{table}\n" for table in tables), encoding="utf-8")
    return str(path)


DEAD = 'name = "dead"\nbase_url = "http://127.0.0.1:9/v1"\nmodel = "m"'


def test_what_is_set_up_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = config(tmp_path / "settings.toml", DEAD)
    assert main(["providers", "--config", settings]) == 0
    assert "dead" in capsys.readouterr().out
    assert main(["providers"]) == 0
    assert capsys.readouterr().out == (
        "No provider is set up. See `ghostpilot providers presets` for known services.\n"
    )


def test_presets_are_providers_to_start_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["providers", "presets", "--json"]) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"openai", "deepseek", "ollama"} <= {preset["name"] for preset in listed}


def test_a_dead_provider_fails_its_test_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = config(tmp_path / "settings.toml", DEAD)
    assert main(["providers", "test", "--config", settings]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("FAIL  dead (127.0.0.1:9)")
    assert main(["providers", "test", "--config", settings, "--json"]) == 1
    checked = json.loads(capsys.readouterr().out)
    assert (checked["type"], checked["pass"], checked["reachable"]) == (
        "provider_check",
        False,
        False,
    )


@pytest.mark.parametrize(
    ("words", "named"), [(["test"], "No provider"), (["test", "nobody"], "nobody")]
)
def test_nothing_to_test_is_named(
    words: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["providers", *words]) == 2
    assert named in capsys.readouterr().err
