"""Search finds words in questions, answers, talk and notes, whatever is typed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from app.core.clock import Clock
from app.core.events import Transcript
from app.store import search as module
from app.store.gpcast import Header
from app.store.index import Index
from app.store.opening import open_session
from app.store.search import END, START, Filters, match_query, search
from tests.session_samples import turn

TODAY = date.today()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("sessions")
    recorder = open_session(folder, now=Clock().now, header=Header(mode="support"))
    recorder.put(Transcript("u0", "me", "Grüße, the weather is fine", 0.1, 0.4, True, emitted=0.5))
    for event in turn(1, 1.0, "How do you roll back a deploy?"):
        recorder.put(event)
    for event in turn(2, 3.0, "What is in foo_bar?", pieces=("Nothing AND nothing",)):
        recorder.put(event)
    recorder.close()
    made = Index(folder, None)
    made.update()
    yield made
    made.close()


def kinds(index: Index, text: str, filters: Filters | None = None) -> list[str]:
    return sorted(hit.kind for hit in search(index, text, filters))


def test_words_are_found_wherever_they_stand(index: Index) -> None:
    assert kinds(index, "deploy") == ["note", "note", "question"]
    assert kinds(index, "one command") == ["answer"]
    assert kinds(index, "weather") == ["said"]
    assert kinds(index, "rollback") == ["note", "note"]


def test_a_hit_tells_where_it_is(index: Index) -> None:
    (hit,) = search(index, "one command")
    assert (hit.turn, hit.at) == (1, 2.9)
    assert hit.title.startswith("How do you roll back")
    (said,) = search(index, "weather")
    assert (said.turn, said.at) == (None, 0.1)


def test_what_was_found_is_marked_in_the_snippet(index: Index) -> None:
    (hit,) = search(index, "roll back a dep")
    assert hit.snippet == (
        f"How do you {START}roll{END} {START}back{END} {START}a{END} {START}deploy{END}?"
    )


def test_the_last_word_may_be_half_typed(index: Index) -> None:
    assert kinds(index, "weat") == ["said"]
    assert kinds(index, "weat fine") == []
    assert kinds(index, "weat ") == []


def test_of_a_word_that_stands_everywhere_the_latest_places_are_found(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(search(index, "rollback")) == 2
    monkeypatch.setattr(module, "MOST_RANKED", 1)
    (latest,) = search(index, "rollback")
    assert latest.turn == 2
    assert len(search(index, "rollback", Filters(mode="support"))) == 2


def test_case_and_accents_do_not_matter(index: Index) -> None:
    assert kinds(index, "GRUSSE") == []
    assert kinds(index, "grüße") == kinds(index, "gruße") == ["said"]


@pytest.mark.parametrize("text", ["", "   ", "?!", '"', "*", "'", "(", "\x00", "-"])
def test_a_text_without_words_finds_nothing(index: Index, text: str) -> None:
    assert search(index, text) == []


@pytest.mark.parametrize(
    "text", ["AND", "nothing OR", "NEAR(a b)", "text:deploy", "a* b*", "^deploy", '"dep', "{a b}:"]
)
def test_the_syntax_of_the_database_has_no_power(index: Index, text: str) -> None:
    assert isinstance(search(index, text), list)
    assert kinds(index, "AND") == ["answer"]
    assert kinds(index, "text:deploy") == []


@given(st.text(max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_at_all_is_a_fair_search(index: Index, text: str) -> None:
    for hit in search(index, text):
        assert hit.session


@given(st.text(max_size=60))
def test_a_query_is_nothing_but_quoted_words(text: str) -> None:
    for part in match_query(text).split():
        assert part.strip("*").startswith('"') and part.strip("*").endswith('"')


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(since=TODAY, until=TODAY), True),
        (Filters(since=TODAY + timedelta(2)), False),
        (Filters(until=TODAY - timedelta(2)), False),
        (Filters(mode="support"), True),
        (Filters(mode="interview"), False),
        (Filters(provider="local"), True),
        (Filters(provider="loc"), False),
        (Filters(note="deploys.md"), True),
        (Filters(note="pricing.md"), False),
        (Filters(note="' OR 1=1 --"), False),
        (Filters(kinds=("question",)), True),
        (Filters(kinds=("said", "answer")), False),
    ],
)
def test_filters_limit_what_is_found(index: Index, filters: Filters, found: bool) -> None:
    assert ("question" in kinds(index, "deploy", filters)) is found
