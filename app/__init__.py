"""GhostPilot: a private copilot that listens to a call and answers from your own notes."""

import os

__version__ = "0.1.0"

# Libraries inside would tell their makers that and how they are used. Each looks for its word when
# it is loaded, whichever part of the program loads it, so it stands here, before all of them.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # onnxruntime
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"  # what sentence-transformers loads its models with
