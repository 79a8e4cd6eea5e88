"""What the form limits is what the search is limited to; what is left alone limits nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PyQt6.QtCore import QDate

from app.store.search import Filters
from app.ui.session_filters import SessionFilters
from tests.recorded import until
from tests.ui.session_rows import row

TODAY = date(2026, 11, 21)


async def test_left_alone_it_limits_nothing() -> None:
    assert SessionFilters().filters(TODAY) == Filters()


async def test_spans_of_time_end_today() -> None:
    form = SessionFilters()
    found = []
    for place in (1, 2, 3):
        form.when.setCurrentIndex(place)
        found.append(form.filters(TODAY).since)
        assert form.since.isHidden()
    assert found == [TODAY, date(2026, 11, 15), date(2026, 10, 23)]


async def test_two_days_may_be_named_in_any_order() -> None:
    form = SessionFilters()
    form.when.setCurrentIndex(4)
    assert not form.since.isHidden()
    form.since.setDate(QDate(2026, 11, 20))
    form.until.setDate(QDate(2026, 11, 3))
    assert form.filters(TODAY) == Filters(date(2026, 11, 3), date(2026, 11, 20))


async def test_what_the_sessions_have_is_offered_and_a_choice_stays() -> None:
    form = SessionFilters()
    rows = [
        replace(row("a"), mode="meeting", providers=("local",)),
        replace(row("b"), mode="support", providers=("cloud", "local")),
    ]
    form.offer(rows)
    assert [form.provider.itemText(n) for n in range(3)] == ["All providers", "cloud", "local"]
    form.mode.setCurrentText("Support")
    form.provider.setCurrentText("cloud")
    form.offer([*rows, replace(row("c"), mode="incident", providers=())])
    assert form.filters(TODAY) == Filters(mode="support", provider="cloud")
    form.offer(rows[:1])
    assert form.filters(TODAY) == Filters()


async def test_a_note_waits_for_the_next_letter_and_clearing_ends_it_all() -> None:
    form = SessionFilters()
    told: list[Filters] = []
    form.changed.connect(lambda: told.append(form.filters(TODAY)))
    form.note.setText(" run")
    form.note.setText(" runbook ")
    await until(lambda: told)
    assert told == [Filters(note="runbook")]
    form.clear()
    assert form.filters(TODAY) == Filters()
