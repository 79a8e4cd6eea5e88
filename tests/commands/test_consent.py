"""Agreeing in the terminal: asked once per host, kept, never asked for this machine."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from app.commands.consent import settle_consent
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
