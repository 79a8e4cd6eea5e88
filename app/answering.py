"""From a question to its answer: passages first, then the narrator's words as they come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field

from app.core.clock import Clock
from app.core.errors import GhostPilotError, describe
from app.core.events import (
    Answer,
    AnswerDelta,
    Attempt,
    Ended,
    Event,
    Passages,
    Problem,
    Question,
    Sink,
    Timing,
    Transcript,
)
from app.core.tasks import cancel, spawn
from app.llm.base import Follow, Narrator, Request
from app.llm.visible import Citations
from app.retrieval.base import Retriever


@dataclass(slots=True)
class Turn:
    """One question on its way to an answer: what was asked and shown; times in session seconds."""

    question: Question
    begun: float
    parts: list[str] = field(default_factory=list)
    image: bytes | None = None
    given: int = 0
    """How many passages it may cite."""
    asked: dict[str, str] = field(default_factory=dict)
    """Providers that are working on it, with their models; the last one stays."""
    first_token: float | None = None
    task: asyncio.Task[None] | None = None
    over: bool = False

    @property
    def working(self) -> tuple[str, str | None]:
        """The provider asked last, and its model."""
        return list(self.asked.items())[-1] if self.asked else ("", None)

    @property
    def text(self) -> str:
        """What has been shown."""
        return "".join(self.parts)

    def count(self, event: Event, now: float) -> None:
        """Take note of an event of this answer that is about to be shown."""
        if isinstance(event, AnswerDelta):
            self.parts.append(event.text)
            self.first_token = self.first_token or now
        elif isinstance(event, Attempt) and event.outcome == "started":
            self.asked[event.provider] = event.model
        elif isinstance(event, Attempt) and len(self.asked) > 1:
            self.asked.pop(event.provider, None)
        elif isinstance(event, Answer):
            self.over = True


class Answering:
    """Answers one question at a time; each gets exactly one `Answer`, however it ends.

    ``talk`` gives what was said before a session time, ``top`` how many passages are wanted.
    ``changed`` is called when the work on the latest question is done.
    """

    def __init__(
        self,
        clock: Clock,
        retriever: Retriever,
        narrator: Narrator,
        *,
        emit: Sink,
        talk: Callable[[float], tuple[Transcript, ...]],
        top: Callable[[], int],
        changed: Callable[[], None],
    ) -> None:
        self._clock = clock
        self.retriever = retriever
        """What the next question is searched with."""
        self._narrator = narrator
        self._emit, self._talk, self._top, self._changed = emit, talk, top, changed
        self.turn: Turn | None = None
        """The latest one, also when it is over."""

    @property
    def busy(self) -> bool:
        """Whether an answer is in flight."""
        return self.turn is not None and not self.turn.over

    def ask(self, question: Question, image: bytes | None, follow: Follow | None) -> None:
        """Answer this question now; an answer in flight is superseded."""
        self.end("superseded")
        self._emit(question)
        turn = Turn(question, begun=self._clock.now(), image=image)
        self.turn = turn
        turn.task = spawn(self._answer(turn, follow), name=f"answer-{question.id}")

    def end(self, ended: Ended) -> None:
        """End the answer in flight with the text that was shown; without one nothing happens."""
        turn = self.turn
        if turn is None or turn.over:
            return
        turn.over = True
        now = self._clock.now()
        first = None
        if turn.first_token is not None:
            first = self._clock.real_ms(turn.first_token - turn.begun)
        timing = Timing(first, self._clock.real_ms(now - turn.begun))
        text = turn.text
        citations = Citations(turn.given)
        citations.feed(text)
        citations.finish()
        provider, model = turn.working
        answer = Answer(turn.question.id, text, provider, model, ended, timing, citations.valid)
        self._emit(answer)
        if turn.task is not None and ended != "failed":
            turn.task.cancel(ended)

    async def finished(self) -> None:
        """Wait until no answer is in flight."""
        while self.turn is not None and not self.turn.over:
            assert self.turn.task is not None
            await asyncio.wait([self.turn.task])

    async def aclose(self) -> None:
        """Stop the answer in flight and wait until its connections are closed."""
        self.end("stopped")
        if self.turn is not None:
            await cancel(self.turn.task)

    async def _answer(self, turn: Turn, follow: Follow | None) -> None:
        """Show the passages, then stream the narrator's answer."""
        try:
            passages = await self._find(turn.question)
            self._emit(passages)
            turn.given = len(passages.passages)
            talk = self._talk(turn.question.asked_at)
            request = Request(turn.question, passages, talk, turn.image, follow=follow)
            async with aclosing(self._narrator.stream(request)) as narration:
                async for event in narration:
                    if turn.over:
                        return
                    turn.count(event, self._clock.now())
                    self._emit(event)
        except Exception as error:  # a failing part must not end the session
            self._fail(turn, error)
        finally:
            if not turn.over:
                self.end("failed")
            if turn is self.turn:
                self._changed()

    async def _find(self, question: Question) -> Passages:
        """The passages; a failing search is a problem, and the answer goes on without them."""
        try:
            return await self.retriever.search(question.text, question=question.id, top=self._top())
        except GhostPilotError as error:
            self._emit(error.problem("retrieval"))
            return Passages(question.id, covered=False, took_ms=0.0, passages=())

    def _fail(self, turn: Turn, error: Exception) -> None:
        if isinstance(error, GhostPilotError):
            self._emit(error.problem("answer", question=turn.question.id))
            return
        self._emit(
            Problem(
                "answer",
                "The answer failed",
                describe(error),
                "Ask again; if it happens again, run the self-check.",
                question=turn.question.id,
            )
        )
