"""`replay` shows a recording as it happened, event for event, and notices a forged answer."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path

import pytest

from app.cli import main
from app.core import paths
from app.core.clock import Clock
from app.core.events import Answer, AnswerDelta, Status
from app.core.wire import from_json
from app.store.gpcast import Line, encode_line
from app.store.opening import open_session
from tests.session_samples import session, turn


@pytest.fixture
def path() -> Path:
    recorder = open_session(paths.sessions(), now=Clock().now)
    for event in session(2):
        recorder.put(event)
    recorder.close()
    return recorder.path


def test_every_event_is_printed_as_it_was(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(path), "--speed", "200", "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    events = [from_json(json.loads(line)) for line in lines]
    assert events == session(2)
    streamed = "".join(event.text for event in events if isinstance(event, AnswerDelta))
    answers = "".join(event.text for event in events if isinstance(event, Answer))
    assert hashlib.sha256(streamed.encode()).digest() == hashlib.sha256(answers.encode()).digest()


def test_it_takes_the_time_it_took(path: Path) -> None:
    begun = time.perf_counter()
    assert main(["replay", "last", "--speed", "20"]) == 0
    assert time.perf_counter() - begun >= 5.9 / 20


def test_it_stops_after_a_turn(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "last", "--speed", "200", "--until-turn", "1", "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [from_json(json.loads(line)) for line in lines] == turn(1, 2.0)


def test_it_tells_people_the_story(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "last", "--speed", "200"]) == 0
    assert "Roll back with one command [1]." in capsys.readouterr().out


def test_an_answer_that_was_cut_off_is_told_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    recorder = open_session(paths.sessions(), now=Clock().now)
    for event in session(1):
        if not isinstance(event, Answer | Status):
            recorder.put(event)
    recorder.close()
    assert main(["replay", "last", "--speed", "200"]) == 0
    told = capsys.readouterr().out
    assert told.endswith("[1].\n         The recording ends here, in the middle of the answer.\n")


def test_a_forged_answer_is_told(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    frame = next(n for n, line in enumerate(lines) if b'"D"' in line)
    forged = {"question": "q1", "deltas": [[0, "Forged"]]}
    lines[frame] = encode_line(Line(3400, "D", forged))
    path.write_bytes(b"".join(lines))
    assert main(["replay", "last", "--speed", "200"]) == 1
    assert "not what was streamed then: q1" in capsys.readouterr().err


def test_damage_is_told_and_the_rest_is_shown(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.write_bytes(path.read_bytes().replace(b'"speaking":true', b'"speaking":trUe', 1))
    assert main(["replay", "last", "--speed", "200", "--json"]) == 0
    shown = capsys.readouterr()
    assert ": 1 damaged line\n" in shown.err
    assert len(shown.out.splitlines()) == 21


def test_text_of_a_recording_cannot_command_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    recorder = open_session(paths.sessions(), now=Clock().now)
    for event in turn(1, 0.0, "Is \x1b]0;evil\x07 it?", pieces=("\u009b2J", "yes")):
        recorder.put(event)
    recorder.close()
    for words in ([], ["--json"]):
        assert main(["replay", "last", "--speed", "200", *words]) == 0
        shown = capsys.readouterr().out
        assert "evil" in shown
        assert not {"\x1b", "\x07", "\u009b"} & set(shown)


@pytest.mark.parametrize("words", [["--speed", "0"], ["--speed", "nan"], ["--until-turn", "0"]])
def test_nonsense_is_refused(path: Path, words: list[str]) -> None:
    assert main(["replay", "last", *words]) == 2


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "none.gpcast"]) == 2
    assert "There is no session none.gpcast" in capsys.readouterr().err
