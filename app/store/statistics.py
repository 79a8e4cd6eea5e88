"""What a session was like in figures: latencies, who talked how much and how fast."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.events import Channel, Transcript
from app.store.sessions import Session
from app.store.turns import Turn, spoken, turns

STAGES = ("question", "passages", "first token", "last token")
ALIKE = 90
"""From this likeness on (0 to 100) two questions count as the same asked again."""
MOST_COMPARED = 1_000


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds from the end of the speech to a stage, over the turns that reached it."""

    count: int
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Talk:
    """One channel's part of the conversation."""

    seconds: float
    words: int

    @property
    def pace(self) -> float:
        """Words a minute while talking; 0 in silence."""
        return self.words / self.seconds * 60 if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of one session."""

    duration: float
    """Seconds."""
    turns: int
    ended: dict[str, int]
    """How many answers ended how."""
    latency: dict[str, Latency]
    """By stage; a stage that no turn reached is absent."""
    talk: dict[Channel, Talk]
    prompt_tokens: int
    completion_tokens: int
    repeated: tuple[tuple[int, ...], ...]
    """Numbers of turns that asked the same."""

    @property
    def talk_ratio(self) -> float | None:
        """The user's share of the talking time, 0 to 1; None when nobody talked."""
        total = sum(part.seconds for part in self.talk.values())
        return self.talk["me"].seconds / total if total else None


def statistics(session: Session) -> Statistics:
    """The figures of a session. Pure; a few milliseconds for an hour of talk."""
    asked = turns(session)
    ended: dict[str, int] = {}
    for turn in asked:
        ended[turn.ended] = ended.get(turn.ended, 0) + 1
    usages = [turn.answer.usage for turn in asked if turn.answer and turn.answer.usage]
    said = spoken(session.events)
    return Statistics(
        duration=session.duration,
        turns=len(asked),
        ended=ended,
        latency=latencies(asked),
        talk={"them": _talk(said, "them"), "me": _talk(said, "me")},
        prompt_tokens=sum(usage.prompt for usage in usages),
        completion_tokens=sum(usage.completion for usage in usages),
        repeated=repeated(asked),
    )


def latencies(asked: Iterable[Turn]) -> dict[str, Latency]:
    """p50 and p95 of each stage, counted from the end of the speech."""
    times: dict[str, list[float]] = {stage: [] for stage in STAGES}
    for turn in asked:
        reached = 0.0
        for stage in turn.waterfall():
            reached += stage.ms
            times[stage.name].append(reached)
    return {
        stage: Latency(len(values), percentile(values, 50), percentile(values, 95))
        for stage, values in times.items()
        if values
    }


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below or at which ``percent`` % of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def repeated(asked: Sequence[Turn]) -> tuple[tuple[int, ...], ...]:
    """Groups of turns whose questions say the same, each in the order asked.

    Revisions of one question are no repetition. Beyond `MOST_COMPARED` different questions
    only the literally same count.
    """
    from rapidfuzz import fuzz, process

    groups: dict[str, list[Turn]] = {}
    for turn in asked:
        plain = " ".join(re.findall(r"\w+", turn.question.text.lower()))
        if not plain:
            continue
        if plain not in groups and len(groups) < MOST_COMPARED:
            found = process.extractOne(
                plain, groups.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE
            )
            plain = found[0] if found else plain
        groups.setdefault(plain, []).append(turn)
    return tuple(
        tuple(turn.number for turn in group)
        for group in groups.values()
        if len({turn.question.id for turn in group}) > 1
    )


def _talk(said: Iterable[Transcript], channel: Channel) -> Talk:
    own = [utterance for utterance in said if utterance.channel == channel]
    return Talk(
        seconds=sum(max(0.0, utterance.ended - utterance.started) for utterance in own),
        words=sum(len(utterance.text.split()) for utterance in own),
    )
