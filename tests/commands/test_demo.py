"""The demo's summary says what was expected, what was missed, and how long each stage took."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.cli import main
from app.commands.demo import as_text, summarise
from app.commands.verdict import Expected, Verdict
from app.core.clock import Clock
from app.core.events import Passages, Question

EVENTS = [
    Question("q1", 0, "Why?", "factual", "them", asked_at=1.0, emitted=1.3),
    Passages("q1", True, 2.0, (), emitted=1.4),
]


def test_the_summary_counts_and_names_what_was_missed() -> None:
    verdicts = [
        Verdict(Expected("Why?", "a.md", None)),
        Verdict(Expected("How?", "b.md", None), "was not noticed"),
    ]
    summary = summarise(verdicts, EVENTS, Clock())
    assert (summary["expected"], summary["answered"], summary["noticed"]) == (2, 1, 1)
    assert summary["missed"] == ["How? was not noticed"]
    assert summary["stages"]["passages"] == {"p50_ms": 400, "p95_ms": 400}
    text = as_text({**summary, "session": "s.gpcast", "screenshot": "o.png"})
    assert "expected 2, answered 1" in text
    assert "MISSED  How? was not noticed" in text
    assert "s.gpcast" in text


def test_a_speed_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--speed", "-1"]) == 2
    assert "--speed" in capsys.readouterr().err


def test_a_picture_that_would_replace_what_is_no_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert main(["demo", "--screenshot", str(pipe)]) == 2
    assert f"The picture {pipe} cannot be written" in capsys.readouterr().err
    assert pipe.is_fifo()
