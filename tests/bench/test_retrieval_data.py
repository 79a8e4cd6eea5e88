"""XQuAD becomes notes whose gold chunk is known, and questions are damaged the same way always."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.bench.retrieval_data import damaged, find_data, gold_chunks, write_notes
from app.retrieval.index import build
from app.retrieval.scripted import WordEncoder
from app.retrieval.vector_cache import NOTHING


def xquad(path: Path, context: str, *answers: tuple[str, int]) -> Path:
    qas = [
        {"id": f"q{n}", "question": f"Question {n}?", "answers": [{"text": a, "answer_start": at}]}
        for n, (a, at) in enumerate(answers)
    ]
    article = {"title": "Parcel_post", "paragraphs": [{"context": context, "qas": qas}]}
    path.write_text(json.dumps({"data": [article]}), encoding="utf-8")
    return path


def test_the_gold_chunk_holds_the_answer(tmp_path: Path) -> None:
    first, second = "One word after another ends here. " * 10, "The (second) part has the answer."
    context = first + second
    asked_at = [
        ("One", 0),
        ("second", context.index("second")),
        ("answer", context.index("answer")),
    ]
    file = xquad(tmp_path / "x.json", context, *asked_at)
    (tmp_path / "notes").mkdir()
    asked = write_notes(file, tmp_path / "notes")
    snapshot = build([tmp_path / "notes"], WordEncoder(), NOTHING)
    gold = gold_chunks(snapshot, asked)
    texts = [snapshot.entries[number].chunk.text for number in gold]
    assert len(snapshot.entries) == 2
    assert [text.endswith("answer.") for text in texts] == [False, True, True]
    assert snapshot.entries[0].chunk.heading == "Parcel post"


def test_damage_is_the_same_each_time_and_leaves_short_words() -> None:
    question = "How many parcels were delivered by the northern warehouse in 1998?"
    assert damaged(question, 4) == damaged(question, 4)
    versions = {damaged(question, seed) for seed in range(20)}
    assert len(versions) > 15
    assert all("1998?" in version and version.startswith("How ") for version in versions)


def test_data_is_found_in_the_folder_given_first(tmp_path: Path) -> None:
    (tmp_path / "retrieval").mkdir()
    (tmp_path / "retrieval" / "xquad.en.json").write_text("{}")
    assert find_data(tmp_path, "xquad.en.json") == tmp_path / "retrieval" / "xquad.en.json"
    assert find_data(tmp_path, "nothing.json") is None


def test_the_committed_data_is_complete() -> None:
    file = find_data(None, "xquad.en.json")
    if file is None:
        pytest.skip("no source tree")
    articles = json.loads(file.read_text(encoding="utf-8"))["data"]
    ids = {qa["id"] for a in articles for part in a["paragraphs"] for qa in part["qas"]}
    heard = find_data(None, "heard.jsonl")
    assert heard is not None and len(ids) == 1190
    assert {json.loads(line)["id"] for line in heard.read_text().splitlines()} == ids
