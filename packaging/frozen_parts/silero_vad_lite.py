"""The voice detector of the frozen program: the same model, run by the onnxruntime inside.

The package of this name on PyPI carries a whole onnxruntime of its own, 23 MB, only for this
model. This stands in for it where every megabyte is shipped. A test holds both to the same
ratings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

CONTEXT = 64
"""Samples of the frame before that the model looks back on."""
WINDOW = 512
MODEL = Path(__file__).parent / "silero_vad.onnx"


class SileroVAD:
    """Rates consecutive 32 ms frames of 16 kHz sound."""

    def __init__(self, sample_rate: int, model_path: str | None = None) -> None:
        """Load the model; raises ValueError for any rate but 16000."""
        import numpy as np
        import onnxruntime

        if sample_rate != 16_000:
            raise ValueError("Sample rate must be 16000")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            model_path or str(MODEL), options, providers=["CPUExecutionProvider"]
        )
        self._rate = np.array([sample_rate], dtype=np.int64)
        self._input = np.zeros((1, CONTEXT + WINDOW), dtype=np.float32)
        self._state = np.zeros((2, 1, 128), dtype=np.float32)

    def process(self, data: Any) -> float:
        """The likelihood of a voice, 0 to 1, in a buffer of 512 float32 samples."""
        import numpy as np

        self._input[0, :CONTEXT] = self._input[0, -CONTEXT:]
        self._input[0, CONTEXT:] = np.frombuffer(data, dtype=np.float32)
        feed = {"input": self._input, "state": self._state, "sr": self._rate}
        rating, self._state = self._session.run(["output", "stateN"], feed)
        return float(rating[0, 0])
