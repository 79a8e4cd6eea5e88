"""Agreeing in the terminal: asked once per host, kept, never asked for this machine."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from app.cli import main
from app.commands.consent import settle_consent
from app.core import paths
from app.core.settings import Provider, Settings
from app.store.settings import load

REMOTE = Provider("far", "https://api.example.com/v1", "m")
LOCAL = Provider("near", "http://127.0.0.1:8080/v1", "m")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "agreed"), [("y\n", True), ("\n", False), ("", False)])
def test_a_host_is_asked_once_and_kept(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    typed: str,
    agreed: bool,
) -> None:
    config = tmp_path / "settings.toml"
    config.write_text("# mine\n", encoding="utf-8")
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    settings = settle_consent(Settings(providers=(LOCAL, REMOTE)), str(config))
    asked = capsys.readouterr().err
    assert "api.example.com" in asked
    assert "127.0.0.1" not in asked
    hosts = ("api.example.com",) if agreed else ()
    assert settings.privacy.agreed == hosts
    assert load(config).privacy.agreed == hosts
    assert config.read_text(encoding="utf-8").startswith("# mine")


def test_without_a_terminal_nothing_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    settings = Settings(providers=(REMOTE,))
    assert settle_consent(settings, None) is settings
    assert capsys.readouterr().err == ""


def test_a_no_is_taken_back_and_a_yes_too(
    private_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = paths.settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    table = '[[providers]]\nname = "one"\nbase_url = "https://one.invalid/v1"\nmodel = "m"\n'
    file.write_text(f'[privacy]\nrefused = ["one.invalid"]\n\n{table}', encoding="utf-8")
    assert main(["providers", "agree", "one"]) == 0
    privacy = load().privacy
    assert (privacy.agreed, privacy.refused) == (("one.invalid",), ())
    assert main(["providers", "refuse", "one"]) == 0
    privacy = load().privacy
    assert (privacy.agreed, privacy.refused) == ((), ("one.invalid",))
    assert main(["providers", "agree", "speech openai"]) == 0
    assert load().privacy.agreed == ("api.openai.com",)
    assert main(["providers", "agree", "nobody"]) == 2
    assert "nobody" in capsys.readouterr().err


def test_a_no_is_kept_and_an_empty_line_is_asked_about_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = Settings(providers=(REMOTE,))
    for typed, refused in (("\n", ()), ("n\n", ("api.example.com",))):
        monkeypatch.setattr("sys.stdin", Terminal(typed))
        settings = settle_consent(settings, None)
        assert settings.privacy.refused == refused
    assert load().privacy.refused == ("api.example.com",)
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert settle_consent(settings, None).privacy.agreed == ()
