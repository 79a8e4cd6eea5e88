"""The pipeline's promises: passages first, latest question wins, one end per answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from app.asr.scripted import Line
from app.core.errors import GhostPilotError
from app.core.events import (
    Answer,
    AnswerDelta,
    Attempt,
    Health,
    Passages,
    Problem,
    Question,
    Status,
    Transcript,
)
from app.core.trace import broken_rules
from app.llm.base import Request
from app.llm.scripted import ScriptedNarrator
from tests.conversing import PRICE, ROLLBACK, make, of, until


async def test_a_spoken_question_is_answered_from_the_notes() -> None:
    pipeline, events, _ = make(
        Line("me", "Happy to be here.", 0.5, 1.5), Line("them", ROLLBACK, 2.0, 4.0)
    )
    await pipeline.start()
    await pipeline.finished()
    kinds = [type(e) for e in events if not isinstance(e, Status | Health | Transcript)]
    order = [kind for kind in kinds if kind in (Question, Passages, AnswerDelta, Answer)]
    assert order[:3] == [Question, Passages, AnswerDelta]
    assert order[-1] is Answer
    answer = of(events, Answer)[0]
    assert (answer.text, answer.citations) == ("Run the command. [1]", (1,))
    assert broken_rules(events) == []


async def test_the_latest_question_wins_and_the_old_answer_keeps_its_text() -> None:
    pipeline, events, _ = make(narrator=ScriptedNarrator(default="one two three", pause=0.05))
    pipeline.ask_typed(ROLLBACK)
    await until(events, AnswerDelta)
    pipeline.ask_typed(PRICE)
    await pipeline.answered()
    first, second = of(events, Answer)
    assert (first.ended, second.ended) == ("superseded", "complete")
    assert first.text == "".join(d.text for d in of(events, AnswerDelta) if d.question == "q1")
    assert broken_rules(events) == []


async def test_stopping_ends_the_answer_with_what_was_shown() -> None:
    pipeline, events, _ = make(narrator=ScriptedNarrator(default="one two three", pause=5))
    pipeline.ask_typed(ROLLBACK)
    await until(events, AnswerDelta)
    pipeline.stop_answer()
    pipeline.stop_answer()
    (answer,) = of(events, Answer)
    assert (answer.ended, answer.text) == ("stopped", "one")
    await pipeline.aclose()


async def test_a_failing_search_is_a_problem_and_the_answer_goes_on() -> None:
    class Broken:
        async def search(self, query: str, *, question: str = "", top: int = 4) -> Passages:
            raise GhostPilotError("The notes cannot be read")

    pipeline, events, _ = make(retriever=Broken())
    pipeline.ask_typed(ROLLBACK)
    await pipeline.answered()
    assert [problem.title for problem in of(events, Problem)] == ["The notes cannot be read"]
    assert not of(events, Passages)[0].covered
    assert of(events, Answer)[0].ended == "complete"


async def test_a_narrator_that_breaks_ends_its_turn_and_not_the_session() -> None:
    class Broken:
        async def stream(self, request: Request) -> AsyncIterator[AnswerDelta]:
            yield AnswerDelta(request.question.id, "half an ")
            raise RuntimeError("out of words")

        async def warm(self) -> None: ...

        async def aclose(self) -> None: ...

    pipeline, events, _ = make(narrator=Broken())
    pipeline.ask_typed(ROLLBACK)
    await pipeline.answered()
    (problem,) = of(events, Problem)
    assert "RuntimeError: out of words" in problem.detail
    (answer,) = of(events, Answer)
    assert (answer.ended, answer.text) == ("failed", "half an ")
    pipeline.ask_typed(PRICE)
    await pipeline.answered()
    assert len(of(events, Answer)) == 2


async def test_pausing_closes_the_devices_and_resuming_opens_them() -> None:
    pipeline, events, tape = make(Line("them", ROLLBACK, 2.0, 4.0))
    await pipeline.start()
    assert tape.open
    await pipeline.pause()
    assert not tape.open
    await pipeline.answered()
    assert [answer.ended for answer in of(events, Answer)] == ["complete"]
    await pipeline.start()
    assert tape.open
    await pipeline.aclose()
    assert not tape.open


async def test_every_event_is_stamped_in_order() -> None:
    pipeline, events, _ = make(Line("them", ROLLBACK, 2.0, 4.0))
    await pipeline.start()
    await pipeline.finished()
    emitted = [event.emitted for event in events]
    assert emitted == sorted(emitted)
    assert all(emitted)


async def test_a_stopped_answer_cites_what_it_showed_and_names_who_was_speaking() -> None:
    class Hedged:
        """Two providers are asked, the second one speaks."""

        async def stream(self, request: Request) -> AsyncIterator[AnswerDelta | Attempt]:
            question = request.question.id
            yield Attempt(question, "a", "m1", "started", 0.0)
            yield Attempt(question, "b", "m2", "started", 0.0)
            yield Attempt(question, "a", "m1", "cancelled", 5.0)
            yield AnswerDelta(question, "From b [1] [7]")
            await asyncio.sleep(60)

        async def warm(self) -> None: ...

        async def aclose(self) -> None: ...

    pipeline, events, _ = make(narrator=Hedged())
    pipeline.ask_typed(ROLLBACK)
    await until(events, AnswerDelta)
    pipeline.stop_answer()
    (answer,) = of(events, Answer)
    assert (answer.provider, answer.model, answer.citations) == ("b", "m2", (1,))
    await pipeline.aclose()
