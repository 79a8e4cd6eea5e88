"""Make the demo call: a short synthetic talk between a customer and the user, in stereo.

Left is "them", right is "me". The voices are flite's (Debian package ``flite``); the notes
that answer the questions are in ``knowledge/``. Writes ``assets/demo/call.wav`` and, beside
it, the questions a listener must notice and the note that answers each.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr

RATE = 16_000
OUT = Path(__file__).parent.parent / "assets" / "demo" / "call.wav"
THEM, ME = "slt", "rms"
NOISE = 12.0
"""RMS of the line noise under both channels, in 16-bit steps: digital silence is not real."""


@dataclass(frozen=True)
class Line:
    """One thing said, and the pause after it in seconds."""

    voice: str
    text: str
    pause: float
    note: str | None = None
    """Of a question the note that answers it, empty where none does; None for a statement."""
    form: str = ""
    """How a question is asked."""


CALL = (
    Line(THEM, "Thanks for joining, let us begin.", 1.2),
    Line(ME, "Happy to be here.", 1.0),
    Line(THEM, "How do you roll back a release?", 3.4, "runbooks/deploys.md", "direct"),
    Line(ME, "Sure, we do that with one command.", 1.2),
    Line(
        THEM,
        "I was wondering what the enterprise plan costs.",
        3.4,
        "product/pricing.md",
        "indirect",
    ),
    Line(ME, "Here is the price list.", 1.2),
    Line(
        THEM,
        "Walk me through what happens when an incident is declared.",
        3.8,
        "runbooks/incidents.md",
        "imperative",
    ),
    Line(ME, "We page the person on duty first.", 1.2),
    Line(THEM, "How many parking spaces does your office have?", 3.4, "", "not in the notes"),
    Line(ME, "I will find out for you.", 1.2),
    Line(THEM, "Great, thank you, that was very helpful.", 1.5),
)


def speak(voice: str, text: str) -> np.ndarray:
    """The spoken text at 16 kHz, int16, without the synthesiser's own silence around it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "line.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(path)], check=True)
        with wave.open(str(path)) as recording:
            rate = recording.getframerate()
            samples = np.frombuffer(recording.readframes(recording.getnframes()), np.int16)
    if rate != RATE:
        samples = soxr.resample(samples, rate, RATE)
    loud = np.flatnonzero(np.abs(samples) > 300)
    return samples[loud[0] : loud[-1] + 1]


def main() -> None:
    """Write the recording and the list of what a listener must notice."""
    noise = np.random.default_rng(7)
    tracks: dict[str, list[np.ndarray]] = {THEM: [], ME: []}
    expected = []
    at = 0
    for line in (Line(THEM, "", 0.8), *CALL):
        said = speak(line.voice, line.text) if line.text else np.zeros(0, np.int16)
        pause = np.zeros(int(line.pause * RATE), np.int16)
        for voice, track in tracks.items():
            track += [said if voice == line.voice else np.zeros_like(said), pause]
        if line.note is not None:
            expected.append(
                {
                    "text": line.text,
                    "note": line.note or None,
                    "form": line.form,
                    "started": round(at / RATE, 2),
                    "ended": round((at + len(said)) / RATE, 2),
                }
            )
        at += len(said) + len(pause)
    stereo = np.stack([np.concatenate(tracks[voice]) for voice in (THEM, ME)], axis=1)
    stereo = stereo + noise.normal(0, NOISE, stereo.shape)
    with wave.open(str(OUT), "wb") as recording:
        recording.setparams((2, 2, RATE, 0, "NONE", ""))
        recording.writeframes(np.clip(stereo, -32768, 32767).astype("<i2").tobytes())
    lines = "".join(json.dumps(item) + "\n" for item in expected)
    OUT.with_suffix(".wav.expected.jsonl").write_text(lines, encoding="utf-8")
    print(f"{OUT.name}: {len(stereo) / RATE:.1f} s, {len(expected)} questions")


if __name__ == "__main__":
    main()
