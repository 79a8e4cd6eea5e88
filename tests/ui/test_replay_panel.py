"""Recorded events go through the overlay's own panel: whole turns, playback, pause, seek, skip."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator

import pytest

from app.core.events import Answer, Problem
from app.ui.replay_panel import ReplayPanel
from app.ui.styles import PALETTES
from tests.recorded import QUESTIONS, conversation, until
from tests.session_samples import turn
from tests.ui.test_sound_bar import RecordedSound


@pytest.fixture
async def panel() -> AsyncIterator[ReplayPanel]:
    made = ReplayPanel(PALETTES["dark"])
    made.resize(500, 500)
    made.show()
    yield made
    made.stop()
    made.hide()


def question(panel: ReplayPanel) -> str:
    return panel.content.question.text()


async def test_a_turn_is_shown_as_it_ended(panel: ReplayPanel) -> None:
    panel.show_turn(turn(1, 0.0, "Why?"))
    assert question(panel) == "Why?"
    assert panel.content.answer.text == "Roll back with one command [1]."
    assert panel.player is None


async def test_playing_gives_back_the_recorded_answer_byte_by_byte(panel: ReplayPanel) -> None:
    events = turn(1, 0.0)
    panel.bar.speeds.setCurrentIndex(4)
    panel.play(events)
    assert panel.playing
    await until(lambda: not panel.playing)
    answers = [event.text for event in events if isinstance(event, Answer)]
    played = panel.content.answer.markdown
    assert hashlib.sha256(played.encode()).digest() == hashlib.sha256(answers[0].encode()).digest()


async def test_it_pauses_goes_on_and_seeks_by_turn(panel: ReplayPanel) -> None:
    turns: list[int] = []
    panel.turn_changed.connect(turns.append)
    panel.play(conversation(), turn=2)
    await until(lambda: question(panel) == QUESTIONS[1])
    panel.toggle()
    assert not panel.playing
    panel.seek_turn(3)
    panel.toggle()
    await until(lambda: question(panel) == QUESTIONS[2])
    panel.skip()
    await until(lambda: panel.content.answer.text == "Roll back with one command [1].")
    assert panel.player is not None and panel.player.turn == 3


async def test_seeking_begins_with_an_empty_panel(panel: ReplayPanel) -> None:
    events = [*turn(1, 0.0), Problem("llm", "Too slow", sticky=True, emitted=1.95)]
    panel.bar.speeds.setCurrentIndex(4)
    panel.play(events)
    await until(lambda: not panel.playing)
    assert panel.content.notices.problems
    assert panel.player is not None
    panel.player.seek(0.0)
    assert question(panel) == ""
    assert not panel.content.notices.problems


async def test_play_asks_for_a_session_when_there_is_none(panel: ReplayPanel) -> None:
    wanted: list[int] = []
    panel.play_wanted.connect(lambda: wanted.append(1))
    panel.toggle()
    assert wanted == [1]
    panel.skip()
    panel.seek_turn(2)


async def test_it_does_not_look_as_if_it_listened_or_recorded_now(panel: ReplayPanel) -> None:
    from PyQt6.QtWidgets import QLabel

    panel.show_turn(turn(1, 0.0))
    for name in ("dot", "state", "recording"):
        label = panel.content.footer.findChild(QLabel, name)
        assert label is not None and not label.isVisible()


async def test_it_stands_still_while_hidden(panel: ReplayPanel) -> None:
    panel.play(conversation())
    panel.hide()
    assert not panel.playing
    assert panel.player is not None and panel.player.paused


async def test_colours_change(panel: ReplayPanel) -> None:
    panel.show_turn(turn(1, 0.0))
    panel.set_colours(PALETTES["light"])
    assert panel.content.answer.text


async def test_sound_keeps_to_the_timeline_and_rests_with_it(panel: ReplayPanel) -> None:
    sound = RecordedSound()
    panel.play(conversation(), turn=2, sound=sound)
    assert panel.player is not None
    begin = panel.player.position
    await until(lambda: len(sound.places) > 3)
    assert all(place is not None and begin <= place < begin + 8 for place in sound.places)
    panel.toggle()
    assert sound.places[-1] is None
    panel.seek_turn(3)
    panel.toggle()
    await until(lambda: sound.places[-1] is not None)
    assert sound.places[-1] == pytest.approx(panel.player.position, abs=1.0)
    panel.bar.speeds.setCurrentIndex(2)
    assert sound.places[-1] is None
    panel.stop()
    assert sound.closed


async def test_a_low_window_leaves_a_turn_room_to_be_read_by_scrolling(panel: ReplayPanel) -> None:
    panel.show_turn(turn(1, 0.0, "Why?"))
    panel.show()
    panel.resize(panel.width(), 120)
    await asyncio.sleep(0.05)
    content = panel.content
    assert content.height() >= 150
    content.page.scroll_pages(-1e6)
    assert not content.question.visibleRegion().isEmpty()
