"""How good the passages are: on questions as asked, mistyped, mis-heard, and out of the notes."""

from __future__ import annotations

import json
import math
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.bench.base import Figure, at_least, at_most
from app.bench.retrieval_data import Asked, damaged, find_data, gold_chunks, write_notes
from app.core import paths

if TYPE_CHECKING:
    from app.retrieval.base import Encoder
    from app.retrieval.index import Snapshot
    from app.retrieval.searching import Judged

TOP = 4
NDCG_DEPTH = 10
Rank = Callable[[str], list[int]]
"""A question to positions of chunks, best first."""


def run(data: Path | None, encoder: Encoder) -> Iterator[Figure]:
    """Every figure of quality; those on XQuAD only where its file is found."""
    xquad = find_data(data, "xquad.en.json")
    if xquad is None:
        yield Figure("retrieval.quality", "not measured: no xquad.en.json; name it with --data")
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield from _on_xquad(xquad, find_data(data, "heard.jsonl"), Path(folder), encoder)
    labelled = find_data(data, "covered.jsonl")
    if labelled is not None:
        yield from _not_in_notes(labelled, encoder)


def _on_xquad(xquad: Path, heard: Path | None, folder: Path, encoder: Encoder) -> Iterator[Figure]:
    from app.retrieval.dense import best
    from app.retrieval.index import build
    from app.retrieval.searching import judge
    from app.retrieval.vector_cache import NOTHING

    asked = write_notes(xquad, folder)
    snapshot = build([folder], encoder, NOTHING)
    gold = dict(zip((item.id for item in asked), gold_chunks(snapshot, asked), strict=True))
    yield Figure("retrieval.xquad.chunks", len(snapshot.entries))

    def ranked_by(order: Callable[[Judged], list[int]], *, repair: bool = True) -> Rank:
        return lambda text: order(judge(snapshot, encoder, text, repair=repair))

    def fused(judged: Judged) -> list[int]:
        return [number for number, _ in judged.ranked]

    def convex(text: str) -> list[int]:
        return fused(judge(snapshot, encoder, text, method="convex"))

    systems: dict[str, tuple[Rank, float, float]] = {
        "rrf": (ranked_by(fused), 97.0, 91.5),
        "convex": (convex, 97.2, 92.5),
        "bm25": (ranked_by(lambda j: best(j.lexical, 100, positive=True).tolist()), 0, 0),
        "dense": (ranked_by(lambda j: best(j.likeness, 100).tolist()), 0, 0),
    }
    reported = [item for item in asked if item.reported]
    clean = [(item.text, gold[item.id]) for item in reported]
    for name, (rank, recall_goal, ndcg_goal) in systems.items():
        recall, ndcg = quality(rank, clean)
        yield _goal(f"retrieval.xquad.{name}.recall@4", recall, recall_goal)
        yield _goal(f"retrieval.xquad.{name}.ndcg@10", ndcg, ndcg_goal)
    yield at_least(
        "retrieval.xquad.note_among_4", _notes(snapshot, fused, encoder, asked), "%", 98.5
    )
    plain, repaired = ranked_by(fused, repair=False), ranked_by(fused)
    yield from _repair(plain, repaired, reported, gold, heard)
    yield from _foreign_questions(xquad, encoder)


def _repair(
    plain: Rank, repaired: Rank, asked: Sequence[Asked], gold: dict[str, int], heard: Path | None
) -> Iterator[Figure]:
    """What guessing mis-heard words gains on damaged questions and costs on clean ones."""
    typed = [(damaged(item.text, seed), gold[item.id]) for seed, item in enumerate(asked)]
    spoken: list[tuple[str, int]] = []
    if heard is not None:
        rows = [json.loads(line) for line in heard.read_text(encoding="utf-8").splitlines()]
        said = {row["id"]: row["heard"] for row in rows}
        spoken = [(said[item.id], gold[item.id]) for item in asked if item.id in said]
    sets = {
        "mistyped": typed,
        "misheard": spoken,
        "damaged": typed + spoken,
        "clean": [(item.text, gold[item.id]) for item in asked],
    }
    for name, questions in sets.items():
        if not questions:
            continue
        before, after = quality(plain, questions)[0], quality(repaired, questions)[0]
        yield Figure(f"retrieval.repair.{name}.plain_recall@4", round(before, 2), "%")
        yield Figure(f"retrieval.repair.{name}.recall@4", round(after, 2), "%")
        if name == "damaged":
            yield at_least("retrieval.repair.gain", round(after - before, 2), "points", 2.0)
        if name == "clean":
            yield at_most("retrieval.repair.loss_on_clean", round(before - after, 2), "points", 0.2)


def quality(rank: Rank, questions: Sequence[tuple[str, int]]) -> tuple[float, float]:
    """recall@4 and nDCG@10 in percent, for questions with one right chunk each."""
    found = gain = 0.0
    for text, right in questions:
        order = rank(text)[:NDCG_DEPTH]
        if right in order:
            place = order.index(right)
            found += place < TOP
            gain += 1 / math.log2(place + 2)
    return 100 * found / len(questions), 100 * gain / len(questions)


def _notes(
    snapshot: Snapshot,
    order: Callable[[Judged], list[int]],
    encoder: Encoder,
    asked: Sequence[Asked],
) -> float:
    """Percent of all questions with the right note among the four passages shown."""
    from app.retrieval.searching import judge

    hits = sum(
        item.note
        in {
            snapshot.files[number].name
            for number in order(judge(snapshot, encoder, item.text))[:TOP]
        }
        for item in asked
    )
    return round(100 * hits / len(asked), 2)


def _not_in_notes(labelled: Path, encoder: Encoder) -> Iterator[Figure]:
    """How often "not in your notes" is right, and how much of what is not there it says."""
    from app.retrieval.index import build
    from app.retrieval.searching import search
    from app.retrieval.vector_cache import NOTHING

    snapshot = build([paths.shipped("knowledge")], encoder, NOTHING)
    rows = [json.loads(line) for line in labelled.read_text(encoding="utf-8").splitlines()]
    verdicts = [
        (row["covered"], search(snapshot, encoder, row["query"]).covered)
        for row in rows
        if row["half"] == "test"
    ]
    yield from _precision("retrieval.not_in_notes", verdicts)


def _foreign_questions(xquad: Path, encoder: Encoder) -> Iterator[Figure]:
    """The same on XQuAD: bases of four reported articles, asked about them and about others."""
    from app.retrieval.index import build
    from app.retrieval.searching import search
    from app.retrieval.vector_cache import NOTHING

    chance = random.Random(3)
    verdicts: list[tuple[bool, bool]] = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            asked = [item for item in write_notes(xquad, Path(folder)) if item.reported]
            chosen = chance.sample(sorted({item.article for item in asked}), 4)
            for file in Path(folder).iterdir():
                if int(file.name[:2]) not in chosen:
                    file.unlink()
            snapshot = build([Path(folder)], encoder, NOTHING)
            for inside in (True, False):
                pool = [item for item in asked if (item.article in chosen) == inside]
                for item in chance.sample(pool, 40):
                    verdicts.append((inside, search(snapshot, encoder, item.text).covered))
    yield from _precision("retrieval.not_in_xquad", verdicts)


def _precision(name: str, verdicts: Sequence[tuple[bool, bool]]) -> Iterator[Figure]:
    denied = [truth for truth, covered in verdicts if not covered]
    foreign = sum(not truth for truth, _ in verdicts)
    right = denied.count(False)
    yield at_least(f"{name}.precision", round(right / max(1, len(denied)), 3), "", 0.9)
    yield at_least(f"{name}.recall", round(right / foreign, 3), "", 0.8)


def _goal(name: str, percent: float, goal: float) -> Figure:
    value = round(percent, 2)
    return at_least(name, value, "%", goal) if goal else Figure(name, value, "%")
