"""One line of the preflight: what was checked, how it went, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["PASS", "FAIL", "SKIP"]
NAME_WIDTH = 16


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found; ``words`` is a sentence, ``next_step`` may be empty for a PASS."""

    name: str
    verdict: Verdict
    words: str
    next_step: str = ""


def as_text(check: Check) -> str:
    """One line for people, and under it what to do where something is to be done."""
    line = f"{check.verdict}  {check.name:<{NAME_WIDTH}}  {check.words}"
    if check.next_step:
        line += f"\n{'':{len(check.verdict) + 2 + NAME_WIDTH + 2}}{check.next_step}"
    return line
