"""The diagnostics help a stranger and give nothing of the user away."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.checks.base import Subject
from app.checks.diagnostics import diagnostics
from app.core.check import Check
from app.core.crash_log import CrashLog
from app.core.events import Problem
from app.core.redact import Redactor
from app.core.settings import Provider, Settings, replace_values


@pytest.fixture
def subject(tmp_path: Path) -> Subject:
    settings = replace_values(
        Settings(providers=(Provider("Acme GPT", "https://llm.acme.example/v1", "secret-model"),)),
        {
            "notes.folders": [str(tmp_path / "merger-plans")],
            "answers.instructions": "Never mention the merger.",
            "privacy.conceal_terms": ["Project Falcon"],
            "audio.me_device": "Anna's headset",
            "overlay.theme": "light",
            "overlay.font_size": 20,
        },
    )
    redactor = Redactor()
    redactor.register("my-very-secret-key")
    return Subject(settings, redactor=redactor)


def test_nothing_private_is_in_it(subject: Subject, tmp_path: Path) -> None:
    log = CrashLog(subject.redactor)
    log.open()
    folder = tmp_path / "merger-plans"
    log.note(Problem("notes", f"The notes folder {folder} does not exist"))
    log.note(Problem("llm", "Acme GPT at llm.acme.example refused my-very-secret-key"))
    log.note(Problem("llm", "anna@example.com asked about project falcon"))
    log.close()
    checks = [
        Check("notes", "FAIL", f"The notes folder {folder} does not exist."),
        Check("provider Acme GPT", "PASS", "secret-model answers."),
        Check("me heard", "PASS", "Anna's headset is heard."),
        Check("clock", "PASS", "It runs evenly."),
    ]
    text = diagnostics(subject, checks)
    for private in (
        "merger", "Acme", "acme", "secret", "Falcon", "falcon", "Anna", "anna", str(Path.home()),
    ):  # fmt: skip
        assert private not in text, private
    assert "The notes folder <notes folder> does not exist" in text
    assert "<provider 1> at <host 1> refused [redacted]" in text


def test_what_a_stranger_needs_is_in_it(subject: Subject) -> None:
    text = diagnostics(subject, [Check("clock", "FAIL", "It jumped.")])
    for line in (
        "overlay.theme = light",
        "overlay.font_size = 20",
        "answers.instructions = (25 characters)",
        "notes.folders = (1 entries)",
        "FAIL  clock  It jumped.",
    ):
        assert line in text.splitlines(), line
    assert "PyQt6 6." in text
    assert "Python 3." in text
    assert "provider 1: elsewhere, context 32768" in text
    assert "crash.log" in text


def test_before_any_check_it_says_so(subject: Subject) -> None:
    assert "(not run)" in diagnostics(subject)
