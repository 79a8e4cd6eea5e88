"""Two voices are mixed as loud as they are said to be, and never a voice with itself."""

from __future__ import annotations

import numpy as np
import pytest

from app.bench.asr import SPOKEN
from app.bench.spoken import RATE, Clip, made_clips
from app.bench.two_voices import CLIPS, after, beneath, chosen, mixtures


def tone(name: str, hertz: float, level: float, seconds: float) -> Clip:
    time = np.arange(round(seconds * RATE)) / RATE
    samples = (np.sin(2 * np.pi * hertz * time) * level).astype("<i2")
    return Clip(name, f"text of {name}", samples, seconds)


def level(samples: np.ndarray, hertz: float) -> float:
    time = np.arange(len(samples)) / RATE
    wave = np.exp(-2j * np.pi * hertz * time)
    return float(abs((samples * wave).mean()) * 2)


def test_the_other_voice_is_as_loud_as_wanted_however_it_was_recorded() -> None:
    mixed = beneath(tone("a", 400, 8000, 2), tone("b", 1000, 500, 1), -10)
    assert level(mixed.samples, 400) == pytest.approx(8000, rel=0.02)
    assert level(mixed.samples, 1000) == pytest.approx(8000 * 10**-0.5, rel=0.02)
    assert mixed.text == "text of a"


def test_one_after_the_other_is_the_text_of_both() -> None:
    both = after(tone("a", 400, 8000, 2), tone("b", 1000, 500, 1))
    assert (both.text, len(both.samples)) == ("text of a text of b", round(3.2 * RATE))


def test_every_recording_meets_another_voice() -> None:
    clips = chosen(made_clips(SPOKEN))
    assert len(clips) == CLIPS
    kinds = dict(mixtures(clips))
    assert {len(mixed) for mixed in kinds.values()} == {CLIPS}
    voices = {clip.text: clip.name.rpartition("-")[2] for clip in clips}
    for clip, both in zip(clips, kinds["a second voice 0.2 s later"], strict=True):
        other = both.text.removeprefix(clip.text + " ")
        assert voices[other] != voices[clip.text]
