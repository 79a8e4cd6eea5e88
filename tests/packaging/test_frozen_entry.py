"""What the frozen program does before its first command: processes, streams, libraries."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import app

ENTRY = Path(__file__).parent.parent.parent / "packaging" / "frozen_entry.py"


@pytest.fixture
def entry() -> ModuleType:
    spec = importlib.util.spec_from_file_location("frozen_entry", ENTRY)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_programs_we_start_find_the_systems_libraries(
    entry: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle/parts")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/mine")
    entry.settle()
    assert os.environ["LD_LIBRARY_PATH"] == "/opt/mine"
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle/parts")
    entry.settle()
    assert "LD_LIBRARY_PATH" not in os.environ


def test_a_program_without_a_terminal_has_streams(
    entry: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    monkeypatch.setattr(sys, "stderr", None)
    entry.settle()
    with sys.stderr as stream:
        assert stream.write("into the void") > 0


def test_every_library_it_falls_back_on_is_put_beside_it(entry: ModuleType) -> None:
    spec = (ENTRY.parent / "ghostpilot.spec").read_text("utf-8")
    packed = re.search(r"for library in \(([^)]+)\)", spec)
    assert packed is not None
    assert set(re.findall(r'"([^"]+)"', packed[1])) == set(entry.SCREEN_LIBRARIES)


def test_it_is_ready_for_the_process_that_builds_an_index() -> None:
    """The frozen program is started again for that; it must not run a command then."""
    source = ENTRY.read_text("utf-8")
    main = source[source.index("if __name__") :]
    assert main.index("freeze_support()") < main.index("from app.cli")


def test_it_runs_a_command() -> None:
    done = subprocess.run(
        [sys.executable, str(ENTRY), "--version"],
        env={**os.environ, "PYTHONPATH": str(ENTRY.parent.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, f"ghostpilot {app.__version__}\n")


def test_a_crash_tells_where_it_was() -> None:
    ask = """
import faulthandler, runpy, sys
entry, sys.argv = sys.argv[1], ["ghostpilot", "--version"]
try:
    runpy.run_path(entry, run_name="__main__")
finally:
    print(faulthandler.is_enabled())
"""
    done = subprocess.run(
        [sys.executable, "-c", ask, str(ENTRY)],
        env={**os.environ, "PYTHONPATH": str(ENTRY.parent.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "True"
