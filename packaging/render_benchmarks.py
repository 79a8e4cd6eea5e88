"""Measure everything and write it down: ``BENCHMARKS.md``, in which no figure is typed by hand.

    python packaging/render_benchmarks.py [--only SUBJECT ...] [--long] [--render-only]

Each subject is measured by ``python -m app bench SUBJECT --json`` in a process of its own; its
lines are kept in ``build/benchmarks``, so that ``--only`` renews some of them and
``--render-only`` none. Ends with 1 when a goal was missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "benchmarks"
PAGE = ROOT / "BENCHMARKS.md"
LONGEST_S = 1500
NEEDS_MORE = 3
"""The exit code of a command for which something must be installed first."""
TITLES = {
    "startup": "Start",
    "retrieval": "Notes",
    "asr": "Hearing",
    "asr-long": "Hearing for hours",
    "llm": "Answers",
    "ui": "Overlay",
    "hotkeys": "Keys",
    "sessions": "Recordings",
    "sessions-window": "The window of recordings",
    "whole-path": "From the end of a spoken question to the screen",
    "soak": "Eight hours with faults",
    "frozen": "The frozen program",
    "peers": "Others beside us",
}


def main() -> int:
    """Measure what is asked for, render what is known."""
    parser = argparse.ArgumentParser(description="Measure everything and write BENCHMARKS.md.")
    parser.add_argument("--only", nargs="+", metavar="SUBJECT", help="measure these anew")
    parser.add_argument("--long", action="store_true", help="hours of hearing, too (17 minutes)")
    parser.add_argument("--render-only", action="store_true", help="measure nothing")
    args = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from app.commands.bench import LONG, SUBJECTS

    every = (*SUBJECTS, *LONG)
    if not args.render_only:
        for subject in args.only or (every if args.long else SUBJECTS):
            measure(subject)
    known = {name: rows_of(name) for name in every if (KEPT / f"{name}.jsonl").is_file()}
    for rows in known.values():
        explain(rows)
    PAGE.write_text(page(known), encoding="utf-8")
    missed = sum(row.get("pass") is False for rows in known.values() for row in rows)
    print(f"{PAGE.name}: {sum(map(len, known.values()))} figures, {missed} goals missed")
    return 1 if missed else 0


def measure(subject: str) -> None:
    """Run one subject and keep its lines; one that fails or hangs becomes a missed figure.

    One that needs what is not installed here is left out, and says what that is.
    """
    print(f"{subject} ...", file=sys.stderr, flush=True)
    begun = time.monotonic()
    about = {"type": "machine", **machine()}
    command = [sys.executable, "-m", "app", "bench", subject, "--json"]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST_S, check=False
        )
        print(done.stderr, end="", file=sys.stderr)
        lines, trouble = done.stdout.splitlines(), ""
        if done.returncode == NEEDS_MORE and done.stderr:
            why = done.stderr.splitlines()[-1].removeprefix("ghostpilot: ")
            row = {"type": "figure", "name": subject, "value": f"left out: {why}", "pass": None}
            lines.append(json.dumps(row))
        elif done.returncode not in (0, 1) or not lines:
            trouble = f"ended with {done.returncode}"
    except subprocess.TimeoutExpired:
        lines, trouble = [], f"took longer than {LONGEST_S} s"
    if trouble:
        broken = {"type": "figure", "name": f"{subject}: {trouble}", "value": "", "pass": False}
        lines.append(json.dumps(broken))
    took = time.monotonic() - begun
    KEPT.mkdir(parents=True, exist_ok=True)
    text = "\n".join([json.dumps(about | {"took_s": round(took)}), *lines]) + "\n"
    (KEPT / f"{subject}.jsonl").write_text(text, encoding="utf-8")
    print(f"{subject} took {took:.0f} s", file=sys.stderr, flush=True)


def rows_of(subject: str) -> list[dict[str, Any]]:
    """The kept lines of a subject; the first tells of the machine."""
    lines = (KEPT / f"{subject}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def explain(rows: list[dict[str, Any]]) -> None:
    """Say beside a missed goal how busy the machine was, if it was busier than it has cores."""
    about = rows[0]
    if about.get("load", 0) > (about["cores"] or 1):
        for row in rows[1:]:
            if row["pass"] is False and not row.get("reason"):
                row["reason"] = f"at load {about['load']} on {about['cores']} cores"


def machine() -> dict[str, Any]:
    """What the figures depend on, as far as the system tells."""
    about: dict[str, Any] = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }
    if Path("/etc/os-release").is_file():
        release = Path("/etc/os-release").read_text(encoding="utf-8")
        named = [line for line in release.splitlines() if line.startswith("PRETTY_NAME=")]
        about["system"] = named[0].partition("=")[2].strip('"') if named else about["system"]
    if Path("/proc/cpuinfo").is_file():
        info = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        models = {line.partition(":")[2].strip() for line in info if line.startswith("model name")}
        about["processor"] = ", ".join(sorted(models))
        memory = Path("/proc/meminfo").read_text(encoding="utf-8").split()[1]
        about["memory_gb"] = round(int(memory) / 2**20, 1)
    if hasattr(os, "getloadavg"):
        about["load"] = round(os.getloadavg()[0], 1)
    return about


def page(known: dict[str, list[dict[str, Any]]]) -> str:
    """The whole page."""
    figures = [row for rows in known.values() for row in rows if row["type"] == "figure"]
    goals = [row for row in figures if row["pass"] is not None]
    missed = [row for row in goals if row["pass"] is False]
    abouts = [row for rows in known.values() for row in rows if row["type"] == "machine"]
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench` (`packaging/render_benchmarks.py`) from what it measured; nothing",
        "here is typed by hand. The goals were set before and stand in `app/bench/`. Load is the",
        "system's own before each subject: with more waiting than there are cores, times are those",
        "of a busy machine.",
        "",
    ]
    if abouts:
        about = abouts[0]
        lines.append(
            f"Machine: {about.get('processor') or 'unknown'}, {about.get('cores')} cores, "
            f"{about.get('memory_gb', '?')} GB; {about['system']}; Python {about['python']}."
        )
    lines += ["", f"**{len(goals) - len(missed)} of {len(goals)} goals are met.**"]
    if missed:
        lines += ["", "Missed:", *(f"- {told(row)}" for row in missed)]
    for subject, rows in known.items():
        lines += ["", f"## {TITLES.get(subject, subject)}", *section(rows)]
    return "\n".join(lines) + "\n"


def section(rows: Iterable[dict[str, Any]]) -> list[str]:
    """One subject: when it was measured, then a table."""
    lines = []
    for row in rows:
        if row["type"] == "machine":
            lines.append(
                f"Measured {row['date']}, in {row['took_s']} s, load {row.get('load', '?')}."
            )
            lines += ["", "| figure | measured | goal | |", "|---|---:|---:|---|"]
            continue
        verdict = {True: "met", False: "**missed**", None: ""}[row["pass"]]
        words = f"{verdict} {row.get('reason', '')}".strip()
        lines.append(f"| {safe(row['name'])} | {amount(row)} | {row.get('goal') or ''} | {words} |")
    return lines


def told(row: dict[str, Any]) -> str:
    """A missed figure in one line."""
    reason = f": {row['reason']}" if row.get("reason") else ""
    return f"{safe(row['name'])}: {amount(row)}, the goal is {row.get('goal') or 'none'}{reason}"


def amount(row: dict[str, Any]) -> str:
    """The value with its unit."""
    value = row["value"]
    number = (
        f"{value:.4g}"
        if isinstance(value, float)
        else f"{value:,}"
        if isinstance(value, int)
        else str(value)
    )
    return safe(f"{number} {row.get('unit', '')}".strip())


def safe(text: str) -> str:
    """Text that cannot end a cell of a table."""
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    raise SystemExit(main())
