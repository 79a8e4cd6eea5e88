"""Recognising recordings: a published one word for word, a stereo call as two speakers."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import jiwer
import pytest

from app.cli import main

ROOT = Path(__file__).parent.parent.parent
JFK = ROOT.parent / "shared" / "data" / "speech" / "jfk.wav"
PLAIN = jiwer.Compose(
    [jiwer.ToLowerCase(), jiwer.SubstituteRegexes({"-": " "}), jiwer.RemovePunctuation()]
)


@pytest.mark.skipif(not JFK.exists(), reason="the shared recordings are not here")
def test_a_published_recording_is_recognised(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["transcribe", str(JFK), "--json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {event["type"] for event in events} == {"transcript"}
    assert {event["channel"] for event in events} == {"them"}
    said = PLAIN(" ".join(event["text"] for event in events))
    spoken = (
        "and so my fellow americans ask not what your country can do for you "
        "ask what you can do for your country"
    )
    assert jiwer.wer(spoken, said) <= 0.10


def test_a_stereo_call_has_two_speakers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["transcribe", str(ROOT / "assets" / "demo" / "call.wav")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any("them  How do you roll back a release?" in line for line in lines)
    assert any("me    Happy to be here." in line for line in lines)


def test_what_is_no_recording_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("only words", encoding="utf-8")
    assert main(["transcribe", str(text)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "notes.txt" in err
    assert len(err.splitlines()) == 1


def test_speech_that_could_not_be_recognised_is_no_success(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # taken, and never listening: a connection is refused
        settings = tmp_path / "settings.toml"
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}/v1"
        settings.write_text(
            f'[speech]\nengine = "openai"\nopenai_url = "{address}"\n', encoding="utf-8"
        )
        call = str(ROOT / "assets" / "demo" / "call.wav")
        assert main(["transcribe", call, "--config", str(settings)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "cannot be reached" in err


def test_a_reader_that_goes_away_ends_it_without_a_word() -> None:
    call = str(ROOT / "assets" / "demo" / "call.wav")
    program = subprocess.Popen(
        [sys.executable, "-m", "app", "transcribe", call],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert program.stdout is not None and program.stderr is not None
    with program:
        assert "Thanks for joining" in program.stdout.readline()
        program.stdout.close()
        assert program.wait(60) == 0
        assert program.stderr.read() == ""
