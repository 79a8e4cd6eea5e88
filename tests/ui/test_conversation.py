"""Talk and turns stand in the order of time, a spoken question only once."""

from __future__ import annotations

from PyQt6.QtCore import Qt

from app.desks.sessions import SessionDesk
from app.store.rows import SaidRow
from app.store.turns import Marker
from app.ui.conversation import ConversationModel, ConversationView
from app.ui.styles import PALETTES
from tests.recorded import QUESTIONS, conversation, record
from tests.session_samples import Transcript

TALK = Transcript("t", "me", "One moment.", 3.2, 3.9, True, 3.95)


async def shown(desk: SessionDesk, model: ConversationModel) -> None:
    events = [*conversation(), TALK]
    name = record(sorted(events, key=lambda event: event.emitted)).name
    await desk.sessions()
    model.show_rows(await desk.turns(name), await desk.said(name))


def test_a_marker_set_while_someone_talks_stands_after_the_talk_began() -> None:
    model = ConversationModel(PALETTES["dark"])
    model.show_rows([], [SaidRow(2.0, 8.0, "them", "A long story.", None)])
    model.show_markers([Marker(5.0, "price"), Marker(1.0, "early")])
    assert [model.index(row, 0).data() for row in range(3)] == ["0:01", "0:02", "0:05"]
    assert [model.index(row, 2).data() for row in range(3)] == ["early", "A long story.", "price"]


async def test_rows_are_in_the_order_of_time(desk: SessionDesk) -> None:
    model = ConversationModel(PALETTES["dark"])
    await shown(desk, model)
    texts = [model.index(row, 2).data() for row in range(model.rowCount())]
    assert texts == [QUESTIONS[0], "One moment.", QUESTIONS[1], QUESTIONS[2]]
    who = [model.index(row, 1).data() for row in range(model.rowCount())]
    assert who == ["1", "Me", "2", "3"]
    assert model.index(0, 3).data() == "512 ms"
    assert model.places == {1: 0, 2: 2, 3: 3}


async def test_verdicts_and_repetitions_are_marked(desk: SessionDesk) -> None:
    model = ConversationModel(PALETTES["dark"])
    await shown(desk, model)
    model.judge(1, True)
    model.judge(2, False)
    model.mark(repeated=frozenset({3}))
    assert [model.index(row, 4).data() for row in (0, 2, 3)] == ["✓", "✗", "↻"]
    red = model.index(2, 4).data(Qt.ItemDataRole.ForegroundRole)
    assert red.name() == PALETTES["dark"].recording


async def test_choosing_tells_the_turn_and_talk_tells_none(desk: SessionDesk) -> None:
    view = ConversationView(PALETTES["dark"])
    await shown(desk, view.rows)
    chosen: list[int] = []
    view.turn_chosen.connect(chosen.append)
    view.choose(3)
    view.setCurrentIndex(view.rows.index(1, 0))
    view.choose(99)
    assert chosen == [3]
