"""The names in the notes, for a recogniser that does not know them."""

from __future__ import annotations

from app.retrieval.chunking import chunk_note
from app.retrieval.vocabulary import names

NOTE = "# Kafka\n\nIt lags. The broker is Kafka. Broker PgBouncer has the limits. SEV1 and S3 too."


def test_names_come_by_frequency_and_ordinary_words_do_not() -> None:
    found = names(chunk_note(NOTE, "n"))
    assert found[0] == "Kafka" and {"PgBouncer", "SEV1", "S3"} <= set(found)
    assert "Broker" not in found
    assert names(chunk_note(NOTE, "n"), most=1) == ("Kafka",)


def test_no_notes_have_no_names() -> None:
    assert names([]) == ()
