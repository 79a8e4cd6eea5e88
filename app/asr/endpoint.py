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
    """The pause is long enough to end what the recogniser itself marked as a question."""
    HELD = auto()
    """The pause is long enough to end what reads like a complete question."""
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
    hold: int = 11
    end: int = 16
    preroll: int = 4
    """Frames kept from before the start, so that a soft first sound is not lost."""
    strictest: float = 0.8
    """The highest ``voice`` may rise to in a room whose noise sounds like voices."""


class Room:
    """What the channel sounds like while nobody speaks, learnt as it goes."""

    LEARNT = 30
    """Frames after which the room is known."""
    MARGIN = 1.2
    FAR_BELOW = 0.1
    """Only what is this far below the voice can be told from its soft sounds by loudness."""

    def __init__(self) -> None:
        self.likelihood = 0.0
        """How much like a voice the room sounds."""
        self._loudness = 0.0
        self._voice = 0.0
        self._frames = 0

    def learn(self, likelihood: float, loudness: float) -> None:
        """Take a frame from outside any utterance."""
        self.likelihood += 0.02 * (likelihood - self.likelihood)
        if likelihood < 0.2:
            self._frames += 1
            share = max(0.03, 1 / self._frames)
            self._loudness += share * (loudness - self._loudness)

    def hear_voice(self, loudness: float) -> None:
        """Take a frame that holds a voice."""
        self._voice = max(loudness, self._voice * 0.99)

    def drowns(self, loudness: float) -> bool:
        """Whether a frame is no louder than the room, and the voice far louder than both."""
        if self._frames < self.LEARNT:
            return False
        return loudness < min(self._loudness * self.MARGIN, self._voice * self.FAR_BELOW)


class Endpointer:
    """Follows one channel frame by frame. It knows no clock and holds no sound."""

    def __init__(self, rules: Rules | None = None) -> None:
        self.rules = rules or Rules()
        self.room = Room()
        self.speaking = False
        self.silence = 0
        """Frames since the last one with a voice, while speaking."""
        self.paused = 0
        """Length in frames of the last silence that a voice ended."""
        self.voiced = 0
        """Frames with a voice in this utterance."""

    @property
    def threshold(self) -> float:
        """Likelihood at which a voice starts in this room."""
        return min(self.rules.strictest, max(self.rules.voice, self.room.likelihood + 0.3))

    def push(self, likelihood: float, loudness: float = 0.0) -> Step | None:
        """Take the next frame's voice likelihood and loudness; at most one step follows."""
        if not self.speaking:
            self.room.learn(likelihood, loudness)
            return self._listen(likelihood)
        voiced = likelihood >= self.threshold - self.rules.hysteresis
        if voiced and not self.room.drowns(loudness):
            self.room.hear_voice(loudness)
            self.voiced += 1
            self.paused, self.silence = self.silence, 0
            return Step.RESUMED if self.paused >= self.rules.pause else None
        self.silence += 1
        if self.silence == self.rules.pause:
            return Step.PAUSED
        if self.silence == self.rules.settle:
            return Step.SETTLED
        if self.silence == self.rules.hold:
            return Step.HELD
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
        self.voiced = self.voiced + 1 if likelihood >= self.threshold else 0
        if self.voiced < self.rules.start:
            return None
        self.speaking = True
        return Step.STARTED
