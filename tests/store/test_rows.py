"""Rows hold what a list shows of a session, made fit for the database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.store.gpcast import Header
from app.store.rows import headings, session_values, sound, title_of, turn_values
from app.store.sessions import Mark, Session
from app.store.turns import turns
from tests.session_samples import turn


def of(*marks: Mark, started: str = "2026-11-20T10:00:00+00:00") -> Session:
    events = (*turn(1, 0.0, "One?"), *turn(2, 2.0, "Two?"), *turn(3, 4.0, "Three?"))
    return Session(Path("a.gpcast"), Header(started, providers=("spare",)), events, marks)


def test_a_title_is_made_of_the_first_questions() -> None:
    assert title_of(of(), turns(of())) == "One? · Two?"
    empty = Session(Path("a.gpcast"), Header(), ())
    assert title_of(empty, ()) == "No questions"


def test_a_title_given_later_wins() -> None:
    given = of(Mark(0, "T", {"title": "Acme"}), Mark(0, "T", {"title": " Acme again "}))
    assert title_of(given, ()) == "Acme again"
    for nonsense in ({"title": 7}, {"title": "  "}, {}):
        assert title_of(of(Mark(0, "T", nonsense)), turns(of())) == "One? · Two?"


def test_a_session_row_counts_what_is_in_it() -> None:
    row = session_values("a.gpcast", (10, 20), of(), "")
    moment = datetime.fromisoformat("2026-11-20T10:00:00+00:00").timestamp()
    assert row[3:5] == ("2026-11-20T10:00:00+00:00", moment)
    assert row[7:10] == (5.9, 3, 0)
    assert row[12] == "local\nspare"


def test_a_session_without_a_known_start_takes_the_files() -> None:
    row = session_values("a.gpcast", (10, 20_000_000_000), of(started="long ago"), "")
    assert row[4] == 20.0


def test_a_session_that_cannot_be_read_says_why() -> None:
    row = session_values("a.gpcast", (10, 20), None, "it is encrypted")
    assert (row[0], row[-1]) == ("a.gpcast", "it is encrypted")
    assert len(row) == len(session_values("a.gpcast", (10, 20), of(), ""))


def test_a_turn_row_tells_its_times_and_notes() -> None:
    first = turns(of())[0]
    row = turn_values(first, (100, 900))
    assert row[5:10] == (1.0, 1.21, 1.22, 1.4, 1.55)
    assert row[10:] == ("complete", "local", "any", "runbooks/deploys.md", None, 100, 900)
    assert headings(first) == ["runbooks/deploys.md Deploys > Rollback"]


def test_text_is_made_fit_for_the_database() -> None:
    assert sound("a\x02b\x00\ud83dc") == "ab?c"
