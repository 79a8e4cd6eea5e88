"""The floor plan in app/README.md names what is there, and everything that is there."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
APP = ROOT / "app"
PLAN = (APP / "README.md").read_text("utf-8")
FLOORS = PLAN.split("```")[1]
ROOMS, HOPS = PLAN.split("## One utterance, hop by hop")[0], PLAN.split("## One utterance")[1]
TOP = {path.stem if path.is_file() else path.name for path in APP.iterdir()} - {
    "README", "__init__", "__main__", "__pycache__", "shipped", "locale",
}  # fmt: skip


def rows() -> list[tuple[list[str], list[str]]]:
    """Of each row of the table, what it is about and where to start reading."""
    cells = [line.split("|")[1:-1] for line in ROOMS.splitlines() if line.startswith("| `")]
    return [(re.findall(r"`([^`]+)`", c[0]), re.findall(r"`([^`]+)`", c[-1])) for c in cells]


def test_the_floors_are_those_that_are_enforced() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    drawn = [line for line in FLOORS.strip().splitlines() if line[0].isdigit()]
    for layer, line in zip(layers, drawn, strict=True):
        assert set(re.findall(r"[a-z_]+", layer)) - {"__main__"} <= set(
            re.findall(r"[a-z_]+", line)
        )


def test_every_room_and_file_of_the_top_has_its_row() -> None:
    named = {name.removesuffix(".py").rstrip("/") for names, _ in rows() for name in names}
    assert named == TOP


@pytest.mark.parametrize(("about", "start"), rows(), ids=lambda names: " ".join(names))
def test_where_to_start_reading_exists(about: list[str], start: list[str]) -> None:
    folders = [APP, *(APP / name for name in about if name.endswith("/"))]
    for name in (*about, *start):
        assert any((folder / name).exists() for folder in folders), name


def test_every_file_named_anywhere_exists() -> None:
    for name in re.findall(r"`((?:[a-z_]+/)*[a-z_]+\.py)`", PLAN):
        assert (ROOT / name).exists() or any(APP.rglob(name)), name


def test_every_hop_is_in_the_code() -> None:
    hops = re.findall(r"`([a-z]+)\.(_?[a-z]+)`", HOPS.split("## Decisions")[0])
    assert hops
    for module, name in hops:
        tree = ast.parse((APP / f"{module}.py").read_text("utf-8"))
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        assert name in {n.name for n in ast.walk(tree) if isinstance(n, functions)}, name
    for module in re.findall(r"`(core/[a-z_]+)`", HOPS):
        assert (APP / f"{module}.py").exists(), module
