"""The commands that talk to the running program, end to end against its server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import argparse, sys
from app.commands import control
from app.core.errors import GhostPilotError
parser = argparse.ArgumentParser()
parser.add_argument("command", choices=control.HELP)
control.add_arguments(parser)
try:
    code = control.run(parser.parse_args())
except GhostPilotError as error:
    print(error, file=sys.stderr)
    code = error.exit_code
assert not [name for name in sys.modules if name.startswith("PyQt6")]
sys.exit(code)
"""


def test_without_a_running_program_the_answer_is_no_and_qt_stays_out() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "toggle"],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == "GhostPilot is not running. Start it with: ghostpilot\n"
