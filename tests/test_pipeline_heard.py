"""What the user reads of a talk: each side's own words, without what a microphone repeats."""

from __future__ import annotations

import pytest

from app.asr.scripted import Line, ScriptedEngine
from app.core.clock import Clock
from app.core.events import (
    AudioChunk,
    Question,
    Transcript,
)
from app.core.settings import Questions
from app.core.trace import broken_rules
from app.llm.scripted import ScriptedNarrator
from app.pipeline import Pipeline
from app.questions.listener import Listener
from app.retrieval.scripted import ScriptedRetriever
from tests.conversing import ROLLBACK, Tape, make, of


async def test_the_loudspeaker_in_the_microphone_is_not_the_users_talk() -> None:
    pipeline, events, _ = make(
        Line("them", ROLLBACK, 2.0, 4.0), Line("me", "How do you roll back the release", 2.1, 4.6)
    )
    await pipeline.start()
    await pipeline.finished()
    finals = [heard for heard in of(events, Transcript) if heard.final]
    assert [heard.channel for heard in finals] == ["them"]
    assert len(of(events, Question)) == 1


async def test_what_the_microphone_repeats_of_the_other_side_is_left_out() -> None:
    pipeline, events, _ = make(
        Line("them", ROLLBACK, 2.0, 4.0),
        Line("me", ROLLBACK, 2.1, 4.1),
        Line("me", "We do that with one command.", 6.0, 8.0),
    )
    await pipeline.start()
    await pipeline.finished()
    said = [t.text for t in of(events, Transcript) if t.final and t.channel == "me"]
    assert said == ["We do that with one command."]
    assert len(of(events, Question)) == 1


@pytest.mark.parametrize("delay", [0.1, -0.1])
async def test_an_echo_is_neither_words_of_the_user_nor_a_second_question(delay: float) -> None:
    pipeline, events, _ = make(
        Line("them", ROLLBACK, 1.0, 3.0),
        Line("me", "how do you roll back the release", 1.0 + delay, 3.0 + delay),
        Line("me", "You run the rollback command.", 5.0, 6.5),
        seconds=8,
    )
    pipeline._listener._settings = lambda: Questions(me_asks=True)
    await pipeline.start()
    await pipeline.finished()
    mine = [said.text for said in of(events, Transcript) if said.channel == "me" and said.final]
    assert mine == ["You run the rollback command."]
    assert [question.text for question in of(events, Question)] == [ROLLBACK]
    assert broken_rules(events) == []


async def test_the_users_words_at_the_same_time_as_others_are_kept() -> None:
    pipeline, events, _ = make(
        Line("them", ROLLBACK, 1.0, 5.0), Line("me", "Let me look that up.", 2.0, 3.0)
    )
    await pipeline.start()
    await pipeline.finished()
    mine = [said.text for said in of(events, Transcript) if said.channel == "me" and said.final]
    assert mine == ["Let me look that up."]


async def test_the_narrator_gets_the_recent_talk_without_the_question() -> None:
    narrator = ScriptedNarrator()
    pipeline, _, _ = make(
        Line("me", "Happy to be here.", 0.5, 1.5),
        Line("them", ROLLBACK, 2.0, 4.0),
        narrator=narrator,
    )
    await pipeline.start()
    await pipeline.finished()
    assert [said.text for said in narrator.asked[0].talk] == ["Happy to be here."]


async def test_sound_is_handed_on_when_the_user_wants_it_kept() -> None:
    kept: list[AudioChunk] = []
    pipeline = Pipeline(
        clock=Clock(),
        audio=Tape(2),
        engine=ScriptedEngine(),
        listener=Listener(),
        retriever=ScriptedRetriever({}),
        narrator=ScriptedNarrator(),
        sinks=(),
        keep=kept.append,
    )
    await pipeline.start()
    await pipeline.finished()
    assert [(chunk.channel, chunk.at) for chunk in kept] == [
        ("them", 0.0),
        ("me", 0.0),
        ("them", 1.0),
        ("me", 1.0),
    ]
