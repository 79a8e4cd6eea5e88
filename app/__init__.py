"""GhostPilot: a private copilot that listens to a call and answers from your own notes."""

__version__ = "0.1.0"
