"""The names in the notes, for a recogniser that does not know them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.retrieval.index import build
from app.retrieval.scripted import WordEncoder
from app.retrieval.vector_cache import NOTHING
from app.retrieval.vocabulary import names


def test_names_come_by_frequency_and_ordinary_words_do_not(
    notes: Callable[[dict[str, str | bytes]], Path],
) -> None:
    folder = notes({"a.md": "Kafka lags. The broker is Kafka. Broker PgBouncer has the limits."})
    found = names(build([folder], WordEncoder(), NOTHING))
    assert found == ("Kafka", "PgBouncer")
    assert names(build([folder], WordEncoder(), NOTHING), most=1) == ("Kafka",)
