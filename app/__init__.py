"""GhostPilot: a private copilot that listens to a call and answers from your own notes."""

import os

__version__ = "0.1.0"

# Some libraries inside report their use to their makers unless they are told not to before
# they are loaded: onnxruntime names machine and models to Microsoft, huggingface_hub counts.
os.environ.update(ORT_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_TELEMETRY="1")
