"""A figure: something measured, with the goal that was set for it beforehand.

Each module of this package offers ``run(data) -> Iterator[Figure]``; ``data`` is the folder
given by ``--data``, or None.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The source tree; in an installation the folder of the packages."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. ``passed`` is None where no goal was set."""

    name: str
    value: float | str
    unit: str = ""
    goal: str = ""
    passed: bool | None = None
    reason: str = ""
    """Why it is as it is, where something measured says so."""


def at_most(name: str, value: float, unit: str, goal: float) -> Figure:
    """A figure that must not exceed its goal."""
    return Figure(name, value, unit, f"<= {goal:g}", value <= goal)


def at_least(name: str, value: float, unit: str, goal: float) -> Figure:
    """A figure that must reach its goal."""
    return Figure(name, value, unit, f">= {goal:g}", value >= goal)


def percentile(values: list[float], percent: float) -> float:
    """The value below which ``percent`` % of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(percent / 100 * len(ordered) + 0.5) - 1))]
