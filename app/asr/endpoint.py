"""Where an utterance starts, pauses and ends: pure rules on the voice likelihood of frames."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Step(Enum):
    """What a frame has just made true."""

    STARTED = auto()
    """A voice has been heard for long enough to be one."""
    PAUSED = auto()
    """The voice stopped a moment ago: time to decode on speculation."""
    RESUMED = auto()
    """The voice came back after a pause."""
    SETTLED = auto()
    """The pause is long enough to end a question that is complete."""
    ENDED = auto()
    """The pause is long enough to end anything."""


@dataclass(frozen=True, slots=True)
class Rules:
    """When a step is taken; lengths in frames of 32 ms."""

    voice: float = 0.5
    """Likelihood at which a voice starts."""
    hysteresis: float = 0.15
    """How far below ``voice`` the likelihood must fall for the voice to stop."""
    start: int = 2
    pause: int = 3
    settle: int = 8
    end: int = 16
    preroll: int = 7
    """Frames kept from before the start, so that a soft first sound is not lost."""


class Endpointer:
    """Follows one channel frame by frame. It knows no clock and holds no sound."""

    def __init__(self, rules: Rules | None = None) -> None:
        self.rules = rules or Rules()
        self.speaking = False
        self.silence = 0
        """Frames since the last one with a voice, while speaking."""
        self.voiced = 0
        """Frames with a voice in this utterance."""

    def push(self, likelihood: float) -> Step | None:
        """Take the next frame's voice likelihood; at most one step follows from it."""
        if not self.speaking:
            return self._listen(likelihood)
        if likelihood >= self.rules.voice - self.rules.hysteresis:
            self.voiced += 1
            paused = self.silence >= self.rules.pause
            self.silence = 0
            return Step.RESUMED if paused else None
        self.silence += 1
        if self.silence == self.rules.pause:
            return Step.PAUSED
        if self.silence == self.rules.settle:
            return Step.SETTLED
        if self.silence >= self.rules.end:
            self.end()
            return Step.ENDED
        return None

    def end(self) -> None:
        """Close the utterance now, whatever the frames say."""
        self.speaking = False
        self.silence = 0
        self.voiced = 0

    def _listen(self, likelihood: float) -> Step | None:
        self.voiced = self.voiced + 1 if likelihood >= self.rules.voice else 0
        if self.voiced < self.rules.start:
            return None
        self.speaking = True
        return Step.STARTED
