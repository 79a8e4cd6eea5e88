"""Scores the question detector on labelled utterances, as written and as a bare transcript."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.core.events import Kind
from app.questions.detector import judge

_NO_WORD = re.compile(r"[^a-z0-9'\s]")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One utterance and what is true of it."""

    text: str
    question: bool
    form: str
    kind: Kind | None
    """None where it asks nothing, or where the kind is open to debate."""


@dataclass(slots=True)
class Score:
    """How the detector did."""

    hits: int = 0
    false_alarms: int = 0
    misses: int = 0
    kinds_right: int = 0
    kinds: int = 0
    ms: float = 0.0
    """Mean time of one judgement."""
    forms: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By form: judged rightly, and all."""
    wrong: list[Labelled] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.hits + self.false_alarms)

    @property
    def recall(self) -> float:
        return self.hits / max(1, self.hits + self.misses)


def load(path: Path) -> list[Labelled]:
    """The utterances of a JSON-lines file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [Labelled(row["text"], row["question"], row["form"], row["kind"]) for row in rows]


def bare(text: str) -> str:
    """The text as a recogniser without punctuation gives it: small letters, no marks."""
    return " ".join(_NO_WORD.sub(" ", text.lower().replace("-", " ")).split())


def score(rows: Iterable[Labelled], *, punctuation: bool) -> Score:
    """Judge every utterance and count."""
    result, count, took = Score(), 0, 0.0
    for row in rows:
        text = row.text if punctuation else bare(row.text)
        begun = time.perf_counter()
        judgement = judge(text)
        took += time.perf_counter() - begun
        count += 1
        right = judgement.question == row.question
        done, all_of_form = result.forms.get(row.form, (0, 0))
        result.forms[row.form] = (done + right, all_of_form + 1)
        result.hits += right and row.question
        result.misses += row.question and not right
        result.false_alarms += judgement.question and not right
        if row.kind is not None and judgement.question:
            result.kinds += 1
            result.kinds_right += judgement.kind == row.kind
        if not right:
            result.wrong.append(row)
    result.ms = took / max(1, count) * 1000
    return result
