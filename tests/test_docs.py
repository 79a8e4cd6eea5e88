"""Every command in the documentation runs, in the order of its page, in a home of its own.

A block of ``sh`` may have a line above it: ``<!-- run: 0 1 -->`` names the exit codes that fit (0
without it), ``<!-- not run: WHY -->`` leaves it out and must say why.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from app import cli
from app.cli import COMMANDS
from app.commands.bench import SUBJECTS
from app.core.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    [
        *(ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"),
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "app").rglob("README.md"),
        ROOT / "packaging" / "README.md",
    ]
)
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
FENCE = re.compile(r"^(?:<!-- (.+?) -->\n)?```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """Commands of a page, and the exit codes that fit; none when it is not run."""

    text: str
    codes: tuple[int, ...]
    reason: str = ""


def blocks(page: Path) -> list[Block]:
    found = []
    for note, language, text in FENCE.findall(page.read_text("utf-8")):
        if language not in ("sh", ""):
            continue
        kind, _, rest = note.partition(":")
        if kind == "not run":
            found.append(Block(text, (), rest.strip()))
        else:
            assert kind in ("", "run"), f"{page.name}: {note}"
            found.append(Block(text, tuple(int(code) for code in rest.split()) or (0,)))
    return found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A new user's home, with ``ghostpilot`` as a command."""
    program = tmp_path / "bin" / "ghostpilot"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m app "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return tmp_path


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="the commands are for a Unix shell")
@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_of_a_page_runs(page: Path, home: Path) -> None:
    left_out = ("GHOSTPILOT_", "XDG_", "OPENAI", "DISPLAY", "WAYLAND", "AUDIO_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(left_out)}
    environment = {
        **kept,
        "HOME": str(home),
        "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }
    for block in blocks(page):
        if not block.codes:
            assert len(block.reason) > 10, (
                f"{page.name} leaves this out for no reason: {block.text}"
            )
            for test in re.findall(r"tests/[\w/]+\.py", block.reason):
                assert (ROOT / test).is_file(), f"{page.name}: {test}"
            continue
        done = subprocess.run(
            ["sh", "-ec", block.text],
            cwd=home,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        told = f"{page.name}:\n{block.text}\n{done.stdout[-500:]}\n{done.stderr[-1500:]}"
        assert done.returncode in block.codes, told
        assert "Traceback" not in done.stderr, told


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_a_command_within_a_sentence_is_one_that_exists(page: Path) -> None:
    """It is not run: some delete, ask, or speak to a program that runs."""
    text = page.read_text("utf-8")
    for span in re.findall(r"`(?:ghostpilot|\.venv/bin/python -m app) ([^`\n]+)`", text):
        assert cli._parse(span.split()).command, span
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for span in re.findall(r"`(make [^`\n]+)`", text):
        assert set(span.split()[1:]) <= set(targets), span
    for script in re.findall(r"`(packaging/\w+\.(?:py|sh))`", text):
        assert (ROOT / script).is_file(), script


def test_every_option_in_the_table_of_commands_is_understood(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+) ([^`]*\[--[^`]+)` \|", text, re.MULTILINE)
    assert len(rows) >= 4
    for command, options in rows:
        with pytest.raises(SystemExit):
            cli._parse([command, "--help"])
        told = capsys.readouterr().out
        for option in re.findall(r"\[(--[\w-]+)", options):
            assert option in told, (command, option)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[\w-]*)?\)", page.read_text("utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists() or target.endswith("BENCHMARKS.md"), target


def test_every_command_is_in_the_readme_and_every_one_there_exists() -> None:
    table = (
        (ROOT / "README.md").read_text("utf-8").split("## The command line")[1].split("\n## ")[0]
    )
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = {span.split()[0] for cell in cells for span in re.findall(r"`([^`]+)`", cell)}
    assert named == set(COMMANDS)


def test_the_readme_names_every_subject_of_bench() -> None:
    (row,) = re.findall(r"^\| `bench (.+?)` \|", (ROOT / "README.md").read_text("utf-8"), re.M)
    assert {name.strip() for name in row.split(",")} == {*SUBJECTS, "all"}


def test_the_readme_names_hotkeys_by_their_defaults() -> None:
    keys = re.findall(r"^\| (Ctrl\+\S+) \| ", (ROOT / "README.md").read_text("utf-8"), re.M)
    defaults = Settings().hotkeys
    assert len(keys) >= 9
    assert set(keys) <= {getattr(defaults, field.name) for field in fields(defaults)}


def test_the_settings_page_is_made_of_the_declarations() -> None:
    """After a change of a setting run: python packaging/render_settings.py"""
    script = ROOT / "packaging" / "render_settings.py"
    namespace: dict[str, object] = {"__file__": str(script), "__name__": "render_settings"}
    exec(compile(script.read_text("utf-8"), str(script), "exec"), namespace)
    page = namespace["page"]
    assert callable(page)
    assert (ROOT / "docs" / "settings.md").read_text("utf-8") == page()
