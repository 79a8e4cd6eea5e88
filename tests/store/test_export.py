"""A session leaves as a document that says the same and cannot harm its reader."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from app.core.events import Event, Transcript
from app.core.redact import MASK, Redactor
from app.core.wire import from_json
from app.store.export import FORMS, export
from app.store.gpcast import Header
from app.store.sessions import Mark, Session
from tests.session_samples import session, turn

NASTY = "</style><script>alert(1)</script> --> <b>&\n\n\n# heading"


def of(events: list[Event]) -> Session:
    header = Header("2026-11-20T10:00:00+00:00", app="0.1.0")
    return Session(Path("a.gpcast"), header, tuple(events), (Mark(9000, "m", {"note": "here"}),))


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_takes_any_session(form: str) -> None:
    for events in ([], session(3), session(1)[:4], turn(1, 0.0, NASTY, pieces=(NASTY, ""))):
        assert isinstance(export(of(events), form), str)


def test_markdown_has_the_turns_with_answers_and_passages() -> None:
    text = export(of(session(2)), "md")
    assert text.startswith("# How do you roll back a deploy?\n\n2026-11-20 10:00, 0:05 long\n")
    assert "## 2. How do you roll back a deploy?" in text
    assert "Roll back with one command [1]." in text
    assert "1. runbooks/deploys.md, Deploys > Rollback (line 41)" in text


def test_json_gives_every_event_back() -> None:
    content = json.loads(export(of(session(2)), "json"))
    assert [from_json(event) for event in content["events"]] == session(2)
    assert content["header"]["app"] == "0.1.0"
    assert content["marks"] == [{"at": 9.0, "code": "m", "note": "here"}]


def test_a_transcript_has_one_utterance_a_line() -> None:
    assert export(of(session(2)), "txt") == (
        "[0:02] Them: How do you roll back a deploy?\n[0:04] Them: How do you roll back a deploy?\n"
        "[0:09] * Marked: here\n"
    )


def test_a_transcript_has_questions_that_were_typed() -> None:
    typed = [event for event in session(1) if not isinstance(event, Transcript)]
    text = export(of(typed), "txt")
    assert "] Asked: How do you roll back a deploy?\n" in text
    assert "Asked:" not in export(of(session(1)), "txt"), "what was spoken stands there already"


@pytest.mark.parametrize("form", ["md", "html", "txt", "srt", "vtt"])
def test_marked_moments_are_shown_and_cannot_break_out(form: str) -> None:
    marks = (Mark(7000, "m", {"note": ""}), Mark(5000, "m", {"note": NASTY}))
    text = export(Session(Path("a.gpcast"), Header(), tuple(session(1)), marks), form)
    assert "heading" in text
    assert text.count("<script>") <= (form in ("md", "txt", "srt"))
    if form == "md":
        assert text.splitlines()[-1] == "- 0:07"


def test_subtitles_show_question_then_answer() -> None:
    assert export(of(session(1)), "srt") == (
        "1\n00:00:03,210 --> 00:00:04,710\nHow do you roll back a deploy?\n\n"
        "2\n00:00:03,400 --> 00:00:09,000\nRoll back with one command [1].\n\n"
        "3\n00:00:09,000 --> 00:00:12,000\n* Marked: here\n\n"
    )
    assert export(of(session(1)), "vtt").startswith("WEBVTT\n\n00:00:03.210 --> 00:00:04.710\n")


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_no_text_can_break_out_of_its_cue(form: str) -> None:
    text = export(of(turn(1, 0.0, NASTY, pieces=(NASTY,))), form)
    assert len(re.findall("-->", text)) == 3
    assert "\n\n\n" not in text
    if form == "vtt":
        assert "<" not in text


def test_a_page_runs_nothing_and_needs_nothing() -> None:
    page = export(of(turn(1, 0.0, NASTY, pieces=(NASTY,))), "html")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "default-src &#x27;none&#x27;" in page
    assert not re.search(r"(src|href)=", page)
    assert 'title="first token: 180 ms"' in page


@pytest.mark.parametrize("form", sorted(FORMS))
def test_secrets_stay_here(form: str) -> None:
    redactor = Redactor()
    redactor.register("hunter2hunter2")
    text = export(of(turn(1, 0.0, "Is hunter2hunter2 it?")), form, redactor)
    assert "hunter2" not in text
    assert MASK in text


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"json"}))
def test_no_words_can_command_a_terminal(form: str) -> None:
    text = export(of(turn(1, 0.0, "Red \x1b[31m or \x9b31m?", pieces=("No\x1b]0;x\x07.",))), form)
    assert "Red \ufffd[31m or \ufffd31m?" in text
    assert not set(text) & set("\x1b\x9b\x07")
