"""Makes the spoken questions of the speech benchmark with flite's packaged voices.

Writes one zip of WAV files and their list: the words, the voice, the pace, the added noise
and where the voice ends. Run it from the source tree: `python packaging/make_spoken_questions.py`.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import wave
import zipfile
from pathlib import Path

import numpy as np

TARGET = Path(__file__).resolve().parents[1] / "tests" / "data" / "spoken" / "questions.zip"
RATE = 16_000
VOICES = ("slt", "rms", "awb")
PACES = (1.0, 0.9, 1.12)
NOISES_DB = (None, 30.0, 20.0)
"""Signal to noise ratio; None is left clean."""

QUESTIONS = (
    """
How do you roll back a deployment?
What is the price of the team plan?
Who mentored the summer interns?
Why did you choose Kafka?
How many partitions does the topic have?
When was the last incident?
Where are the servers located?
Which database do you use for tracking?
What happens if the database goes down?
Do you support single sign on?
Can you explain how the cache works?
Is there a free trial?
Are the backups encrypted?
Did you ever miss a deadline?
Have you worked with Python before?
Would you recommend this approach?
Could you give me an example?
How long does a rollback take?
What is your biggest weakness?
What do you mean by that?
How was your weekend?
Who is on call this week?
What did you learn from that project?
Does the plan include support?
Tell me about yourself.
Tell me about a time when you disagreed with your manager.
Walk me through your last project.
Explain the difference between a process and a thread.
Describe your ideal working day.
Give me an example of a difficult decision.
I was wondering whether you offer a discount.
I would like to know how the migration went.
I am curious how you test your code.
You use Kafka for tracking, don't you?
The price is per user, isn't it?
So you moved everything to the cloud, right?
Thanks for joining us today. How do you handle a failed deployment?
We have about ten services. Do you think that is too many?
When a parcel is lost, what does the customer see on the tracking page?
How would you design a service that tracks one million parcels every day?
In your last role, how did you make sure that the team met its deadlines?
What is the first thing that you look at when the error rate goes up after a release?
Could you walk me through what happens between a customer placing an order and the parcel
 arriving at the door, including the events that you publish?
Let us say the message queue is full, the consumers are slow and customers start to call.
 What would you do first, and who would you tell?
""".strip()
    .replace("\n ", " ")
    .splitlines()
)


def speak(text: str, voice: str, pace: float) -> np.ndarray:
    """The text spoken by flite, 16 kHz mono s16."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "spoken.wav"
        subprocess.run(
            [
                *("flite", "-voice", voice, "--setf", f"duration_stretch={pace}"),
                *("-t", text, "-o", str(target)),
            ],
            check=True,
        )
        with wave.open(str(target)) as sound:
            if sound.getframerate() != RATE:
                raise SystemExit(f"flite's voice {voice} does not speak at {RATE} Hz")
            return np.frombuffer(sound.readframes(sound.getnframes()), "<i2")


def voice_end(samples: np.ndarray) -> float:
    """Seconds at which the clean voice stops: the last 10 ms above 1 % of the loudest."""
    window = RATE // 100
    blocks = samples[: len(samples) // window * window].reshape(-1, window).astype(np.float64)
    loudness = np.sqrt((blocks**2).mean(axis=1))
    return float((np.nonzero(loudness > loudness.max() * 0.01)[0][-1] + 1) / 100)


def with_noise(samples: np.ndarray, ratio_db: float | None, seed: int) -> np.ndarray:
    """The samples in steady room noise (white noise, softened)."""
    if ratio_db is None:
        return samples
    random = np.random.default_rng(seed)
    noise = np.convolve(random.standard_normal(len(samples)), np.ones(4) / 4, "same")
    power = (samples.astype(np.float64) ** 2).mean()
    noise *= np.sqrt(power / 10 ** (ratio_db / 10) / (noise**2).mean())
    return np.clip(samples + noise, -32768, 32767).astype("<i2")


def main() -> None:
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    with zipfile.ZipFile(TARGET, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number, text in enumerate(QUESTIONS):
            voice, pace = VOICES[number % 3], PACES[number // 3 % 3]
            noise = NOISES_DB[number // 2 % 3]
            clean = speak(text, voice, pace)
            # A level of speech as calls have it; flite speaks near full scale.
            clean = (clean * 0.4).astype("<i2")
            end = voice_end(clean)
            spoken = with_noise(clean, noise, number)
            name = f"{number:02d}-{voice}.wav"
            buffer = io.BytesIO()
            with wave.open(buffer, "wb") as sound:
                sound.setparams((1, 2, RATE, 0, "NONE", ""))
                sound.writeframes(spoken.tobytes())
            archive.writestr(name, buffer.getvalue())
            lines.append(
                {"file": name, "text": text, "voice": voice, "pace": pace}
                | {"noise_db": noise, "voice_ends": end}
            )
            print(f"{name} {end:.2f} s {text}", file=sys.stderr)
        archive.writestr("questions.jsonl", "".join(json.dumps(line) + "\n" for line in lines))


if __name__ == "__main__":
    main()
