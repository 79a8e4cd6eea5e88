"""The lines of the preflight that only the running program can fill: its keys, and captures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.core.check import Check
from app.core.events import Problem
from app.ui.capture_report import Report


def hotkeys_check(keys: Mapping[str, str], refused: Sequence[Problem] | None) -> Check:
    """Whether all ``keys`` are bound; ``refused`` is None until the desktop has answered."""
    name = "hotkeys"
    if refused is None:
        words = "The desktop has not answered yet whether the keys can be had."
        return Check(name, "SKIP", words, "Answer its question, and check again.")
    if refused:
        words = " ".join(f"{one.title}: {one.detail}." for one in refused)
        step = refused[0].next_step or "Choose other keys in the settings."
        return Check(name, "FAIL", words, step)
    count = sum(bool(key) for key in keys.values())
    if not count:
        words = "No keys are chosen: the tray does what they would do."
        return Check(name, "SKIP", words, "Choose keys in the settings if you want some.")
    words = f"All {count} keys are bound." if count > 1 else "The key is bound."
    return Check(name, "PASS", words)


def capture_check(report: Report, advice: str = "") -> Check:
    """What the self-test saw; ``advice`` is what can be done on this desktop."""
    name, said = "capture", report.sentence
    words = f"{said[:1].upper()}{said[1:]}."
    problem = report.problem(advice)
    if problem is not None:
        return Check(name, "FAIL", words, problem.next_step)
    if report.verdict == "unknown":
        return Check(name, "SKIP", words, "Show the overlay, and check again.")
    return Check(name, "PASS", words)
