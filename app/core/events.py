"""The words the parts say to each other: every event of a session, frozen, in one neutral file.

Times are seconds since the session started, on the session's own clock (`core/clock.py`).
``at`` is when the thing happened, ``emitted`` when the pipeline passed it on; their
difference is the latency a user feels. Fields that end in ``_ms`` are milliseconds.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, cast

Channel = Literal["them", "me"]
"""``them`` is the far end of the call (system audio), ``me`` the microphone."""

Kind = Literal["factual", "experience", "technical", "opinion", "clarification", "smalltalk"]
Ended = Literal["complete", "superseded", "stopped", "interrupted", "filtered", "failed"]
Level = Literal["idle", "listening", "capturing", "answering", "paused", "problem"]
"""``capturing``: a long question is being collected until the user lets go."""


@dataclass(frozen=True, slots=True)
class AudioChunk:
    """A piece of one channel: 16 kHz, mono, signed 16-bit little endian."""

    pcm: bytes
    channel: Channel
    at: float
    """When its first sample was captured."""


@dataclass(frozen=True, slots=True)
class Device:
    """Something a channel can listen to."""

    channel: Channel
    name: str
    """For people, and what the settings remember."""
    key: str
    """The sound system's own name for it."""
    default: bool
    """Used when no device is chosen."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A voice started or stopped on a channel, before any word is known."""

    channel: Channel
    speaking: bool
    at: float
    emitted: float = 0.0


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said: a partial that may still change, or the final text of one utterance."""

    utterance: str
    channel: Channel
    text: str
    started: float
    ended: float
    final: bool
    emitted: float = 0.0
    heard: str = ""
    """The recogniser's own words, where a term of the notes was repaired; else empty."""

    @property
    def at(self) -> float:
        return self.ended


@dataclass(frozen=True, slots=True)
class Question:
    """Something that wants an answer. A revision keeps the id and counts up."""

    id: str
    revision: int
    text: str
    kind: Kind
    channel: Channel
    asked_at: float
    """When the speaker stopped."""
    emitted: float = 0.0

    @property
    def at(self) -> float:
        return self.asked_at


@dataclass(frozen=True, slots=True)
class Why:
    """Why a passage was chosen: its rank in each list (1 is best, None is absent) and terms."""

    bm25: int | None
    dense: int | None
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the user's notes, with what is needed to cite and to open it."""

    id: str
    text: str
    note: str
    """Path inside its knowledge folder, POSIX."""
    heading: str
    """Heading path, outermost first, joined by `` > ``."""
    path: str
    """Path on this machine, POSIX."""
    line: int
    """First line in the note, from 1."""
    score: float
    why: Why


@dataclass(frozen=True, slots=True)
class Passages:
    """What the notes say about a question; ``covered`` is False when they do not cover it."""

    question: str
    covered: bool
    took_ms: float
    passages: tuple[Passage, ...]
    at: float = 0.0
    emitted: float = 0.0


@dataclass(frozen=True, slots=True)
class AnswerDelta:
    """The next piece of a streamed answer."""

    question: str
    text: str
    at: float = 0.0
    emitted: float = 0.0


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens counted by the provider."""

    prompt: int
    completion: int


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds from the question being asked of the narrator."""

    first_token_ms: float | None
    total_ms: float
    tokens_per_s: float | None = None
    """From the first token to the last; None where the provider counted no tokens."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of an answer: its whole text and how it ended. Exactly one per question."""

    question: str
    text: str
    provider: str
    """Name from the settings; ``offline`` when no model was asked, or none answered."""
    model: str | None
    ended: Ended
    timing: Timing
    citations: tuple[int, ...] = ()
    """Passages cited, counted from 1."""
    usage: Usage | None = None
    at: float = 0.0
    emitted: float = 0.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request to one provider: ``started``, then once more with what came of it."""

    question: str
    provider: str
    model: str
    outcome: str
    """``started``, ``complete``, ``filtered`` (declined), ``cancelled`` (another was faster) or
    the kind of failure."""
    ms: float
    prompt: str = ""
    """Id and version of the prompt, as ``id@version``."""
    at: float = 0.0
    emitted: float = 0.0


@dataclass(frozen=True, slots=True)
class Egress:
    """Something left this machine: to whom, what kind of content, how many bytes."""

    provider: str
    host: str
    content: tuple[str, ...]
    """Any of ``talk``, ``passages``, ``image``, ``audio``, ``names``: terms of the notes."""
    bytes: int
    at: float = 0.0
    emitted: float = 0.0


@dataclass(frozen=True, slots=True)
class Health:
    """How a channel is doing. ``level`` is the RMS of the last block, 0 to 1."""

    channel: Channel
    level: float
    state: Literal[
        "ok", "silent", "no_frames", "lost", "changed", "recovered", "dropped", "closed", "ended"
    ]
    note: str = ""
    at: float = 0.0
    emitted: float = 0.0
    next_step: str = ""
    """What the user can do about a channel that cannot be heard."""


@dataclass(frozen=True, slots=True)
class Info:
    """A passing note, shown for a second."""

    kind: str
    provider: str = ""
    note: str = ""
    error: str = ""
    at: float = 0.0
    emitted: float = 0.0


@dataclass(frozen=True, slots=True)
class Status:
    """What the whole session is doing now, for the tray and the overlay."""

    level: Level
    recording: bool
    note: str = ""
    at: float = 0.0
    emitted: float = 0.0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something went wrong: what, why, and what the user can do."""

    where: str
    title: str
    detail: str = ""
    next_step: str = ""
    sticky: bool = False
    """Stays on screen until it is fixed."""
    question: str = ""
    """The question left without an answer, if one was."""
    at: float = 0.0
    emitted: float = 0.0


Event = (
    Speech
    | Transcript
    | Question
    | Passages
    | AnswerDelta
    | Answer
    | Attempt
    | Egress
    | Health
    | Info
    | Status
    | Problem
)
Sink = Callable[[Event], None]


def stamped(event: Event, now: float) -> Event:
    """The event marked as passed on now, and as happening now where no part said when."""
    times = {"emitted": now}
    if not isinstance(event, Transcript | Question) and not event.at:
        times["at"] = now
    changed: Event = dataclasses.replace(cast("Any", event), **times)
    return changed
