"""A query finds its passages, says why, and is honest when there are none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.retrieval.encoders import OnnxEncoder
from app.retrieval.index import Snapshot, build
from app.retrieval.scripted import WordEncoder
from app.retrieval.searching import Found, judge, search
from app.retrieval.vector_cache import NOTHING

Write = Callable[[dict[str, str | bytes]], Path]


def ask(folder: Path, query: str, top: int = 4) -> Found:
    encoder = WordEncoder()
    return search(build([folder], encoder, NOTHING), encoder, query, top=top)


@pytest.fixture(scope="module")
def snapshot(encoder: OnnxEncoder) -> Snapshot:
    from app.core import paths

    return build([paths.shipped("knowledge")], encoder, NOTHING)


ANSWERED = {
    "who mentored the interns": ("profile.md", "Mentoring"),
    "how do you roll back a deploy": ("runbooks/deploys.md", "Rollback"),
    "what does the growth plan cost": ("product/pricing.md", "Plans"),
    "why did you leave RabbitMQ": ("projects/kafka-migration.md", "Why we moved"),
    "who decides at Acme": ("meetings/acme-background.md", "People"),
    "how did you make the p95 latency better": ("projects/tracking-api.md", "Latency work"),
    "how many customers left last quarter": ("meetings/quarterly-review.md", "Numbers"),
    "what is a SEV1": ("runbooks/incidents.md", "Severity levels"),
    "where do you store customer data": ("product/faq.md", "Where is the data stored?"),
    "when are the forecasts poor": ("product/delivery-forecast.md", "Known weak spots"),
}


@pytest.mark.parametrize("query", ANSWERED)
def test_the_sample_notes_answer(snapshot: Snapshot, encoder: OnnxEncoder, query: str) -> None:
    found = search(snapshot, encoder, query)
    assert found.covered
    first = found.passages[0]
    assert (first.note, first.heading.split(" > ")[-1]) == ANSWERED[query]


@pytest.mark.parametrize(
    ("heard", "note"),
    [
        ("how long does kafca keep events", "projects/kafka-migration.md"),
        ("why did you leave rabbit mcue", "projects/kafka-migration.md"),
        ("what does priya ramen decide", "meetings/acme-background.md"),
        ("how do you rotate the databse pasword", "runbooks/deploys.md"),
        ("what if pg bouncer has no conections", "runbooks/incidents.md"),
    ],
)
def test_mis_heard_questions_find_their_note(
    snapshot: Snapshot, encoder: OnnxEncoder, heard: str, note: str
) -> None:
    assert search(snapshot, encoder, heard).passages[0].note == note


def test_the_terms_shown_are_those_of_the_notes(snapshot: Snapshot, encoder: OnnxEncoder) -> None:
    first = search(snapshot, encoder, "who is priya rahman").passages[0]
    assert set(first.why.terms) == {"priya", "raman"}


def test_repair_can_be_left_out(snapshot: Snapshot, encoder: OnnxEncoder) -> None:
    assert judge(snapshot, encoder, "kafca", repair=False).lexical.max() == 0
    assert judge(snapshot, encoder, "kafca").lexical.max() > 0


def test_a_passage_opens_at_its_line(snapshot: Snapshot, encoder: OnnxEncoder) -> None:
    first = search(snapshot, encoder, "who mentored the interns").passages[0]
    line = Path(first.path).read_text(encoding="utf-8").split("\n")[first.line - 1]
    assert first.text.startswith(line)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_smallest_bases_find_their_note(notes: Write, count: int) -> None:
    texts = ["Kafka keeps events.", "Redis is a cache.", "Deploys are on Monday."]
    folder = notes({f"{n}.md": text for n, text in enumerate(texts[:count])})
    found = ask(folder, "kafka events")
    assert found.covered and found.passages[0].text == texts[0]
    assert found.passages[0].why.bm25 == 1 and len(found.passages) == count


@pytest.mark.parametrize("query", ["", " \n ", "?!", "\0", "\ud800"])
def test_a_query_without_words(notes: Write, query: str) -> None:
    assert not ask(notes({"a.md": "Kafka."}), query).covered


@pytest.mark.parametrize("query", ["what is it", "are you that", "\U0001f600", "\u2603 \u2192"])
def test_stop_words_and_signs_ask_for_nothing(
    snapshot: Snapshot, encoder: OnnxEncoder, query: str
) -> None:
    assert search(snapshot, encoder, query) == Found((), False)


def test_a_very_long_query_is_no_trouble(snapshot: Snapshot, encoder: OnnxEncoder) -> None:
    assert search(snapshot, encoder, "who mentored the interns " * 2000).passages


def test_a_note_without_text_finds_nothing(notes: Write) -> None:
    assert ask(notes({"a.md": "\n\n"}), "anything") == Found((), False)
