"""Makes the mis-heard questions of the retrieval tests: spoken, mixed with noise, recognised.

Each XQuAD question is spoken by one of four flite voices (apt: flite), mixed with noise at
one of four levels and recognised by Moonshine tiny; what it heard is written beside the
question's id. A fixed seed chooses voices and noise.

    python packaging/make_misheard_questions.py tests/data/retrieval
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tempfile
import wave
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from moonshine_voice import ModelArch, Transcriber

VOICES = ("awb", "rms", "slt", "kal16")
SIGNAL_TO_NOISE_DB = (None, 20, 12, 6)
RATE = 16_000
SILENCE = np.zeros(RATE // 5, dtype=np.float32)


def speak(text: str, voice: str, file: Path) -> np.ndarray:
    """The text as samples from -1 to 1 at 16 kHz."""
    subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(file)], check=True)
    with wave.open(str(file)) as stream:
        assert stream.getframerate() == RATE
        pcm = stream.readframes(stream.getnframes())
    return np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768


def add_noise(sound: np.ndarray, decibel: int | None, chance: np.random.Generator) -> np.ndarray:
    """The sound with low-passed noise so many decibels below it; None adds nothing."""
    if decibel is None:
        return sound
    noise = np.convolve(chance.standard_normal(len(sound)), np.ones(4) / 4, "same")
    level = np.sqrt((sound**2).mean() / (noise**2).mean()) * 10 ** (-decibel / 20)
    return sound + (noise * level).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where xquad.en.json is and heard.jsonl goes")
    folder = parser.parse_args().folder
    spec = find_spec("moonshine_voice")
    assert spec is not None and spec.origin is not None
    model = Path(spec.origin).parent / "assets" / "tiny-en"
    recogniser = Transcriber(str(model), ModelArch.TINY, options={"vad_threshold": "0"})
    chance, noise = random.Random(11), np.random.default_rng(11)
    articles = json.loads((folder / "xquad.en.json").read_text(encoding="utf-8"))["data"]
    asked = [qa for article in articles for part in article["paragraphs"] for qa in part["qas"]]
    with tempfile.TemporaryDirectory() as scratch, (folder / "heard.jsonl").open("w") as out:
        for qa in asked:
            voice, decibel = chance.choice(VOICES), chance.choice(SIGNAL_TO_NOISE_DB)
            sound = speak(qa["question"], voice, Path(scratch) / "question.wav")
            sound = add_noise(sound, decibel, noise)
            sound = np.clip(np.concatenate([SILENCE, sound, SILENCE]), -1, 1)
            lines = recogniser.transcribe_without_streaming(sound.tolist(), RATE).lines
            heard = " ".join(line.text for line in lines)
            row = {"id": qa["id"], "voice": voice, "snr_db": decibel, "heard": heard}
            out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
