"""One session on screen: what is pressed goes out as signals, what comes in is drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.desks.sessions import SessionDesk
from app.store.turns import Marker
from app.ui.session_latency import latencies_of
from app.ui.session_view import SessionView
from app.ui.styles import PALETTES
from tests.recorded import QUESTIONS, conversation, record
from tests.ui.session_rows import row


@pytest.fixture
async def view(desk: SessionDesk) -> SessionView:
    made = SessionView(PALETTES["dark"])
    name = record(conversation()).name
    (found,) = await desk.sessions()
    turns = await desk.turns(name)
    made.show_session(found, turns, await desk.said(name), latencies_of(turns))
    made.show_turn(turns[0], await desk.turn(name, turns[0]))
    made.show_details(await desk.details(name))
    return made


async def test_a_session_with_its_first_turn(view: SessionView) -> None:
    assert view.header.title.text() == " · ".join(QUESTIONS[:2])
    assert "3 turns" in view.header.facts.text()
    assert view.turn is not None and view.turn.number == 1
    assert view.replay.content.question.text() == QUESTIONS[0]


async def test_a_turn_chosen_anywhere_is_asked_for_once(view: SessionView) -> None:
    wanted: list[int] = []
    view.turn_wanted.connect(wanted.append)
    view.timeline.turn_clicked.emit(2)
    view.conversation.choose(3)
    view.conversation.choose(3)
    assert wanted == [2, 3]


async def test_while_playing_a_chosen_turn_is_sought(view: SessionView) -> None:
    wanted: list[int] = []
    view.turn_wanted.connect(wanted.append)
    view.replay.play(conversation())
    view.conversation.choose(3)
    assert view.replay.player is not None and wanted == []
    assert 6.0 <= view.replay.player.position <= 8.0
    view.replay.stop()


async def test_a_verdict_goes_out_with_its_note(view: SessionView) -> None:
    told: list[tuple[int, bool, str]] = []
    view.judged.connect(lambda *verdict: told.append(verdict))
    view.verdict.note.setText(" Wrong number ")
    view.verdict.bad.click()
    assert told == [(1, False, "Wrong number")]
    assert view.verdict.bad.isChecked() and not view.verdict.good.isChecked()


async def test_talk_may_come_later(view: SessionView, desk: SessionDesk) -> None:
    name = (await desk.sessions())[0].name
    view.conversation.choose(2)
    view.show_talk(await desk.said(name))
    assert view.conversation.currentIndex().row() == 1


async def test_a_session_without_turns_cannot_be_played(view: SessionView) -> None:
    view.show_session(row(trouble="It is sealed"), [], [], {})
    assert not view.header.play.isEnabled() and not view.header.rerun.isEnabled()
    assert view.header.facts.text() == "It is sealed"
    view.show_details(None)


async def test_colours_change(view: SessionView) -> None:
    view.set_colours(PALETTES["light"])
    assert view.conversation.rows.colours is PALETTES["light"]


async def test_marked_moments_stand_in_the_timeline_and_the_list(view: SessionView) -> None:
    assert view._details is not None
    marked = replace(view._details, markers=(Marker(2.5), Marker(5.0, "ask legal")))
    view.conversation.choose(2)
    view.show_details(marked)
    view.show_details(marked)
    assert [line.value() for line in view.timeline._markers] == [2.5, 5.0]
    rows = view.conversation.rows
    words = [[rows.data(rows.index(n, c)) for c in (0, 1, 2)] for n in range(rows.rowCount())]
    assert ["0:05", "★", "ask legal"] in words and ["0:02", "★", "Marked"] in words
    assert len(words) == 5
    assert view.conversation.currentIndex().row() == rows.places[2]
    assert rows.data(rows.index(rows.places[2], 2)) == QUESTIONS[1]
    view.set_colours(PALETTES["light"])
    view.show_details(replace(marked, markers=()))
    assert rows.rowCount() == 3 and view.timeline._markers == []
