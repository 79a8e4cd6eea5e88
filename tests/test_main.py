"""The app as a process: it draws, plays a call, ends on a signal, and fails in one sentence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import pytest

from app.core.trace import broken_rules
from app.store.sessions import read_session

ROOT = Path(__file__).parent.parent
CALL = ROOT / "assets" / "demo" / "call.wav"


def start(*words: str) -> subprocess.Popen[str]:
    """The program with these words, drawing into memory."""
    return subprocess.Popen(
        [sys.executable, "-m", "app", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(program: subprocess.Popen[str], timeout: float = 150) -> tuple[int, str, str]:
    out, err = program.communicate(timeout=timeout)
    return program.returncode, out, err


def test_the_demo_draws_an_answer_and_records_the_call(private_home: Path, tmp_path: Path) -> None:
    picture = tmp_path / "overlay.png"
    code, out, err = finish(start("demo", "--speed", "4", "--json", "--screenshot", str(picture)))
    assert (code, err) == (0, "")
    events = [json.loads(line) for line in out.splitlines()]
    summary = events.pop()
    assert (summary["type"], summary["expected"], summary["answered"]) == ("summary", 4, 4)
    assert picture.read_bytes().startswith(b"\x89PNG")
    session = read_session(Path(summary["session"]))
    assert session.path.parent == private_home / "sessions"
    assert broken_rules(session.events) == []


def test_an_expected_question_that_is_missed_is_exit_1(tmp_path: Path) -> None:
    silence = tmp_path / "silence.wav"
    with wave.open(str(silence), "wb") as file:
        file.setparams((2, 2, 16_000, 0, "NONE", ""))
        file.writeframes(bytes(64_000))
    Path(f"{silence}.expected.jsonl").write_text('{"text": "Why?", "note": "a.md"}\n')
    code, out, _ = finish(start("demo", "--audio", str(silence)))
    assert code == 1
    assert "Why? was not noticed" in out


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals on Windows")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly_and_keeps_the_recording(
    private_home: Path, number: signal.Signals
) -> None:
    program = start("demo", "--json")
    sessions = private_home / "sessions"
    while not any(sessions.glob("*.gpcast")) and program.poll() is None:
        time.sleep(0.05)
    time.sleep(1.5)
    program.send_signal(number)
    begun = time.monotonic()
    code, _, err = finish(program, 60)
    took = time.monotonic() - begun
    assert took < 2 * max(1, os.getloadavg()[0])  # a busy machine is given more
    assert (code, err) == (130, "")
    (file,) = sessions.glob("*.gpcast")
    assert read_session(file).ended == "closed"


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (("demo", "--audio", "/no/such.wav"), 2, "/no/such.wav"),
        (("demo", "--knowledge", "/no/notes"), 2, "/no/notes"),
        (("demo", "--config", "/no/settings.toml"), 2, "/no/settings.toml"),
        (("demo", "--speed", "0"), 2, "--speed"),
    ],
)
def test_bad_input_is_one_sentence(words: tuple[str, ...], code: int, named: str) -> None:
    exit_code, out, err = finish(start(*words))
    assert exit_code == code
    assert named in err
    assert "Traceback" not in out + err
    assert len(err.splitlines()) == 1


def test_nothing_heavy_is_loaded_before_the_first_frame() -> None:
    script = "from app.main import paint_once; paint_once()"
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=150,
    )
    modules = set(json.loads(result.stdout)["modules"])
    heavy = {"torch", "transformers", "numpy", "openai", "onnxruntime", "sounddevice", "keyring"}
    assert not modules & heavy
