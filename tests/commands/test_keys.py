"""Keys come from a hidden prompt or the input, are kept sealed and private, and never printed."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

import pytest

from app.cli import main
from app.commands import keys
from app.core import paths
from app.store.keyfile import KeyFile
from tests.llm.narrating import KEY

ONE = '[[providers]]\nname = "one"\nbase_url = "https://one.invalid/v1"\nmodel = "m"\n'


@pytest.fixture(autouse=True)
def settings(private_home: Path) -> Path:
    file = paths.settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(ONE + 'key_env = "ONE_KEY"\n', encoding="utf-8")
    return file


def piped(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> list[str]:
    """Somebody at a terminal; what they were asked."""
    left, asked = list(lines), []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return left.pop(0)

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr(keys, "getpass", answer)
    return asked


def test_a_piped_key_is_sealed_by_the_passphrase_of_the_next_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    piped(monkeypatch, KEY, "a phrase")
    assert main(["providers", "key", "one", "set"]) == 0
    file = paths.settings_file().parent / "keys.enc"
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert KeyFile(file).read("one", "a phrase") == KEY
    assert main(["providers", "key", "one", "where"]) == 0
    assert main(["providers", "key", "one"]) == 0
    assert main(["providers", "key", "one", "forget"]) == 0
    assert main(["providers", "key", "one"]) == 1
    assert not file.exists()
    said = capsys.readouterr()
    assert said.out.count("your passphrase opens") == 3
    assert KEY not in said.out + said.err


def test_a_key_typed_at_a_terminal_is_not_shown_and_its_passphrase_typed_twice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = typed(monkeypatch, KEY, "a phrase", "a phrase")
    assert main(["providers", "key", "one", "set"]) == 0
    assert len(asked) == 3
    typed(monkeypatch, KEY, "another", "a phrase")
    (paths.settings_file().parent / "keys.enc").unlink()
    assert main(["providers", "key", "one", "set"]) == 2
    assert "differ" in capsys.readouterr().err


def test_a_wrong_passphrase_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    piped(monkeypatch, KEY, "a phrase")
    assert main(["providers", "key", "one", "set"]) == 0
    piped(monkeypatch, KEY + "2", "another")
    assert main(["providers", "key", "one", "set"]) == 2
    assert "does not open" in capsys.readouterr().err
    assert KeyFile(paths.settings_file().parent / "keys.enc").read("one", "a phrase") == KEY


def test_a_key_that_nothing_can_keep_is_said_not_to_be_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    piped(monkeypatch, KEY)
    assert main(["providers", "key", "one", "set"]) == 1
    assert "was not kept" in capsys.readouterr().err


def test_the_environment_comes_first_and_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ONE_KEY", KEY)
    assert main(["providers", "key", "one", "forget"]) == 0
    assert "still in the environment variable ONE_KEY" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["nobody", ""])
def test_a_provider_must_be_named(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["providers", "key", *filter(None, [name])]) == 2
    assert "'speech azure'" in capsys.readouterr().err


def test_an_empty_key_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    piped(monkeypatch, "")
    assert main(["providers", "key", "speech azure", "set"]) == 2
    assert "empty" in capsys.readouterr().err


def test_a_key_in_the_env_file_is_said_to_be_there(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.with_name(".env").write_text(f"ONE_KEY={KEY}\n", encoding="utf-8")
    assert main(["providers", "key", "one", "where"]) == 0
    assert "in the file .env beside the settings, as ONE_KEY" in capsys.readouterr().out
