"""The workflow of the outside world runs what `.ci/run` and the Makefile run, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
WORKFLOW = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
CI_RUN = (ROOT / ".ci" / "run").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def recipe(target: str) -> list[str]:
    """The commands of a target of the Makefile."""
    block = re.search(rf"^{target}:\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    assert block is not None, target
    return [line.strip().removeprefix("@") for line in block[1].splitlines()]


def test_both_lint_and_test_by_the_same_commands() -> None:
    for command in ("make lint", "make test"):
        assert re.search(rf"^{command}$", CI_RUN, re.MULTILINE)
        assert re.search(rf"run: {command}$", WORKFLOW, re.MULTILINE)
    assert re.search(r"run: \.ci/run$", WORKFLOW, re.MULTILINE)


def test_a_newcomers_demo_is_the_set_up_of_the_tests_and_a_command_they_run() -> None:
    assert recipe("demo") == ["sh packaging/setup.sh", ".venv/bin/python -m app demo"]
    assert recipe("test")[0] == "sh packaging/setup.sh test"
    assert 'start("demo"' in (ROOT / "tests" / "test_main.py").read_text("utf-8")


def test_nothing_is_run_that_a_developer_does_not_run() -> None:
    runs = re.findall(r"^ +- run: (.+)$|^ +run: ([^|\n]+)$", WORKFLOW, re.MULTILINE)
    allowed = {"make lint", "make test", "make package", ".ci/run"}
    assert {first or second for first, second in runs} == allowed


def test_systems_without_make_run_the_commands_of_make_test() -> None:
    steps = WORKFLOW.split("if: runner.os != 'Linux'")[1].split("models:")[0]
    command = recipe("test")[-1]
    assert command.removeprefix(".venv/bin/") == "python -m pytest"
    assert f"{command.removeprefix('.venv/bin/')}\n" in steps
    assert "-c packaging/constraints.txt -e '.[test]'" in steps


def test_ruff_blocks_and_only_the_newest_python_may_fail() -> None:
    assert ".venv/bin/ruff check ." in recipe("lint")
    assert ".venv/bin/ruff format --check ." in recipe("lint")
    allowed = re.findall(r"continue-on-error: (.+)", WORKFLOW)
    assert allowed == ["${{ matrix.python == '3.14' }}"]
    for version in ("3.11", "3.12", "3.13", "3.14"):
        assert f'"{version}"' in WORKFLOW
    for system in ("ubuntu", "windows", "macos"):
        assert re.search(rf"os: \[.*{system}-", WORKFLOW)
