"""What the user asks for: an answer now, a long question held, more of an answer, a picture."""

from __future__ import annotations

import pytest

from app.asr.scripted import Line
from app.core.events import (
    Answer,
    AnswerDelta,
    Info,
    Question,
    Status,
    Transcript,
)
from app.core.trace import broken_rules
from app.llm.scripted import ScriptedNarrator
from app.pipeline import ABOUT_THE_SCREEN
from tests.conversing import PRICE, ROLLBACK, make, of, until


async def test_asking_now_takes_what_was_said_lately() -> None:
    pipeline, events, _ = make(Line("them", "The enterprise plan is dear", 0.0, 0.001))
    pipeline.ask_now()
    assert of(events, Info)
    await pipeline.start()
    await until(events, Transcript, 2)
    pipeline.ask_now()
    await pipeline.answered()
    assert [q.text for q in of(events, Question)] == ["The enterprise plan is dear"]
    await pipeline.aclose()


@pytest.mark.parametrize("text", ["", "   "])
async def test_an_empty_question_asks_nothing(text: str) -> None:
    pipeline, events, _ = make()
    pipeline.ask_typed(text)
    assert events == []


async def test_a_long_question_is_collected_until_the_user_lets_go() -> None:
    pipeline, events, _ = make(
        Line("them", PRICE, 0.0, 0.001),
        Line("them", "And for whom is the trial?", 3.0, 4.0),
        Line("them", "We have forty people", 6.0, 60.0),
        seconds=8,
    )
    pipeline.capture(True)
    assert "paused" in of(events, Info)[-1].note
    pipeline._clock.now = lambda: 2.0  # type: ignore[method-assign]
    await pipeline.start()
    pipeline.capture(True)
    assert of(events, Status)[-1].level == "capturing"
    await until(events, Transcript, 5)
    assert of(events, Question) == []
    pipeline._clock.now = lambda: 9.0  # type: ignore[method-assign]
    pipeline.capture(False)
    await until(events, Answer)
    (question,) = of(events, Question)
    assert question.text == "And for whom is the trial? We have forty people"
    await until(events, Status, 4)
    assert [status.level for status in of(events, Status)] == [
        "listening", "capturing", "answering", "listening",
    ]  # fmt: skip
    await pipeline.aclose()
    assert broken_rules(events) == []


async def test_an_answer_that_ends_meanwhile_does_not_end_the_capture() -> None:
    pipeline, events, _ = make()
    await pipeline.start()
    pipeline.capture(True)
    pipeline.ask_typed(ROLLBACK)
    await pipeline.answered()
    await until(events, Status, 4)
    assert of(events, Status)[-1].level == "capturing"
    pipeline.capture(False)
    await until(events, Info)
    assert of(events, Info)[-1].note == "Nothing was said meanwhile."
    assert of(events, Status)[-1].level == "listening"
    await pipeline.aclose()


async def test_a_pause_ends_a_capture() -> None:
    pipeline, events, _ = make(Line("them", ROLLBACK, 0.0, 0.5))
    await pipeline.start()
    pipeline.capture(True)
    await pipeline.pause()
    pipeline.capture(False)
    assert of(events, Status)[-1].level == "paused"
    await pipeline.start()
    await until(events, Question)
    await pipeline.aclose()


async def test_following_up_is_a_new_turn_that_knows_the_answer_so_far() -> None:
    narrator = ScriptedNarrator(default="one two three", pause=0.05)
    pipeline, events, _ = make(narrator=narrator)
    pipeline.follow("shorter")
    assert events == []
    pipeline.ask_typed(ROLLBACK)
    await until(events, AnswerDelta)
    pipeline.follow("continue")
    await pipeline.answered()
    assert [answer.ended for answer in of(events, Answer)] == ["stopped", "complete"]
    follow = narrator.asked[1].follow
    assert follow is not None
    assert (follow.wish, follow.text) == ("continue", of(events, Answer)[0].text)
    assert broken_rules(events) == []


async def test_a_picture_is_a_question_by_itself_and_goes_along_with_what_follows() -> None:
    narrator = ScriptedNarrator()
    pipeline, events, _ = make(narrator=narrator)
    pipeline.ask_now(b"png")
    await pipeline.answered()
    pipeline.follow("more")
    await pipeline.answered()
    assert [question.text for question in of(events, Question)] == [ABOUT_THE_SCREEN] * 2
    assert [request.image for request in narrator.asked] == [b"png", b"png"]
