"""The pipeline's promises: passages first, latest question wins, one end per answer."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Collection, Sequence

import pytest

from app.asr.scripted import Line, ScriptedEngine
from app.audio.base import Sound
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import (
    Answer,
    AnswerDelta,
    Attempt,
    AudioChunk,
    Channel,
    Event,
    Health,
    Info,
    Passage,
    Passages,
    Problem,
    Question,
    Status,
    Transcript,
    Why,
)
from app.core.inbox import Inbox
from app.core.settings import Questions
from app.core.trace import broken_rules
from app.llm.base import Narrator, Request
from app.llm.scripted import ScriptedNarrator
from app.pipeline import ABOUT_THE_SCREEN, Pipeline
from app.questions.listener import Listener
from app.retrieval.base import Retriever
from app.retrieval.scripted import ScriptedRetriever

ROLLBACK = "How do you roll back a release?"
PRICE = "What does the enterprise plan cost?"
PASSAGE = Passage("p1", "Run it.", "deploys.md", "Deploys", "deploys.md", 3, 0.03, Why(1, 1))
NOTES = {ROLLBACK: [PASSAGE], PRICE: [PASSAGE]}


class Tape:
    """A sound source of silence: the scripted recogniser only looks at the time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.open = False

    async def start(self, channels: Collection[Channel], inbox: Inbox[Sound]) -> None:
        self.open = True
        for second in range(math.ceil(self._seconds)):
            for channel in channels:
                await inbox.put(AudioChunk(bytes(32_000), channel, float(second)))
        for channel in channels:
            await inbox.put(Health(channel, 0.0, "ended"))

    async def stop(self) -> None:
        self.open = False


def make(
    *lines: Line,
    narrator: Narrator | None = None,
    retriever: Retriever | None = None,
    seconds: float = 10,
) -> tuple[Pipeline, list[Event], Tape]:
    """A pipeline of official fakes and the list its events go to."""
    events: list[Event] = []
    tape = Tape(seconds)
    pipeline = Pipeline(
        clock=Clock(),
        audio=tape,
        engine=ScriptedEngine(lines),
        listener=Listener(),
        retriever=retriever or ScriptedRetriever(NOTES),
        narrator=narrator or ScriptedNarrator(default="Run the command. [1]"),
        sinks=(events.append,),
    )
    return pipeline, events, tape


async def until(events: Sequence[Event], kind: type[Event], count: int = 1) -> None:
    """Wait until so many events of a kind have been passed on."""
    async with asyncio.timeout(5):
        while len(of(events, kind)) < count:  # noqa: ASYNC110 - sinks only append
            await asyncio.sleep(0.001)


def of(events: Sequence[Event], kind: type[Event]) -> list:
    return [event for event in events if isinstance(event, kind)]


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


async def test_the_loudspeaker_in_the_microphone_is_not_the_users_talk() -> None:
    pipeline, events, _ = make(
        Line("them", ROLLBACK, 2.0, 4.0), Line("me", "How do you roll back the release", 2.1, 4.6)
    )
    await pipeline.start()
    await pipeline.finished()
    finals = [heard for heard in of(events, Transcript) if heard.final]
    assert [heard.channel for heard in finals] == ["them"]
    assert len(of(events, Question)) == 1


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


@pytest.mark.parametrize("text", ["", "   "])
async def test_an_empty_question_asks_nothing(text: str) -> None:
    pipeline, events, _ = make()
    pipeline.ask_typed(text)
    assert events == []


async def test_every_event_is_stamped_in_order() -> None:
    pipeline, events, _ = make(Line("them", ROLLBACK, 2.0, 4.0))
    await pipeline.start()
    await pipeline.finished()
    emitted = [event.emitted for event in events]
    assert emitted == sorted(emitted)
    assert all(emitted)


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


async def test_a_picture_is_a_question_by_itself_and_goes_along_with_what_follows() -> None:
    narrator = ScriptedNarrator()
    pipeline, events, _ = make(narrator=narrator)
    pipeline.ask_now(b"png")
    await pipeline.answered()
    pipeline.follow("more")
    await pipeline.answered()
    assert [question.text for question in of(events, Question)] == [ABOUT_THE_SCREEN] * 2
    assert [request.image for request in narrator.asked] == [b"png", b"png"]
