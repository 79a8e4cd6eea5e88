"""Recordings for the speech benchmark."""

import numpy as np
import pytest

from app.bench.asr import SPOKEN
from app.bench.spoken import Clip, made_clips, recorded_clips, voice_end, with_room
from tests.asr.sounds import SPEECH


def test_the_made_questions_know_where_their_voice_ends():
    clips = made_clips(SPOKEN)
    assert len(clips) >= 40
    for clip in clips:
        assert 0.5 < clip.voice_ends <= len(clip.samples) / 16_000


def test_recorded_questions_are_picked_from_the_data():
    if not SPEECH.is_dir():
        pytest.skip(f"recorded speech is not here: {SPEECH}")
    assert len(list(recorded_clips(SPEECH, questions=True))) == 2


def test_the_end_of_a_voice_in_noise():
    noise = np.random.default_rng(0).normal(0, 20, 32_000)
    noise[8_000:16_000] += 5_000 * np.sin(np.arange(8_000) / 5)
    assert voice_end(noise.astype("<i2")) == pytest.approx(1.0, abs=0.02)


def test_a_clip_is_played_between_stretches_of_its_room():
    clip = Clip("x", "x", np.full(16_000, 100, "<i2"), 1.0)
    assert len(with_room(clip)) == 16_000 * 3
