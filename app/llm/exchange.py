"""One request on its way: sent, heard and told, beside a second one where the first is slow."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from app.core.events import AnswerDelta, Attempt, Info
from app.core.prompt import Prompt
from app.llm.access import Access
from app.llm.base import Finish, Model, Narration
from app.llm.choice import Choice
from app.llm.classify import Failure, ProviderFailure
from app.llm.health import Health
from app.llm.hedge import HedgedStream, News
from app.llm.request import Asked, prepare
from app.llm.turn import Turn


class Exchange:
    """The requests of one question, heard one after the other."""

    def __init__(
        self,
        turn: Turn,
        prompt: Prompt,
        choice: Choice,
        *,
        model: Model,
        access: Access,
        health: Health,
    ) -> None:
        self._turn = turn
        self._prompt = prompt
        self._choice = choice
        self._model = model
        self._access = access
        self._health = health

    async def hear(self, asked: Asked) -> AsyncGenerator[Narration, None]:
        """Send one request, or two where hedging is on, and show what comes.

        Afterwards either the turn is over or its ``failure`` says why not.
        """
        turn = self._turn
        turn.begin(asked.given)
        turn.failure = None
        if asked.note:
            yield Info("length", asked.provider.name, asked.note)
        yield asked.begun
        yield asked.egress
        self._health.asking(asked.provider, asked.call.key)
        stream = HedgedStream(asked, self._rival, self._hedge_after(asked))
        try:
            async with aclosing(self._read(stream)) as told:
                async for event in told:
                    yield event
        except ProviderFailure as error:
            turn.failure = error.failure
        finally:
            turn.resume()
            for sent in stream.requests:
                self._health.left(sent.provider, sent.call.key)
            await stream.aclose()
        heard, failure = stream.current, turn.failure
        if failure is None:
            yield heard.ended(turn.answer.ended if turn.answer is not None else "complete")
            return
        yield self._failed(heard, failure)
        if turn.shown:
            yield turn.interrupted(heard.provider, failure)

    def _failed(self, asked: Asked, failure: Failure) -> Attempt:
        """Draw the consequences of a failed request."""
        self._health.failed(asked.provider, asked.call.key, failure)
        self._turn.blame.failed(asked.provider.name, failure)
        return asked.ended("filtered" if failure.kind == "filter" else failure.kind)

    async def _read(self, stream: HedgedStream) -> AsyncGenerator[Narration, None]:
        """Show the text as it comes, and decide how it ended; raises `ProviderFailure`."""
        turn = self._turn
        question = turn.request.question.id
        while not isinstance(piece := await stream.next(), Finish):
            if isinstance(piece, News):
                for event in self._news(stream, piece):
                    yield event
                continue
            heard, new = stream.current, not turn.shown
            text = turn.read(piece)
            if text or heard.provider.reasoning:
                turn.pause()  # from here on its own limits count
            if not text:
                continue
            if new:
                heard.stream.visible()
                first_ms = heard.stream.first_ms or 0.0
                if self._health.worked(heard.provider, heard.call.key, first_ms):
                    name = heard.provider.name
                    yield Info("recovered", name, f"{name} answers again")
            yield AnswerDelta(question, text)
        if rest := turn.rest():
            yield AnswerDelta(question, rest)
        heard = stream.current
        whole = self._health.ended(
            heard.provider, heard.call.key, finish_reason=piece.reason is not None, done=piece.done
        )
        for info in turn.finish(heard.provider, piece, whole=whole):
            yield info

    # --- Hedging --------------------------------------------------------------------------

    def _hedge_after(self, asked: Asked) -> float | None:
        """Seconds after which a second provider is asked too; None for never."""
        answers = self._turn.settings.answers
        if not answers.hedge:
            return None
        slow = self._health.first_token_ms(asked.provider, asked.call.key, 95)
        return max(answers.hedge_after_s, (slow or 0.0) / 1000)

    async def _rival(self) -> Asked | None:
        """A request to another provider that is well and needs no question to the user."""
        for provider in self._choice.ready():
            if self._access.known(provider, self._turn.settings):
                self._choice.take(provider)
                return prepare(self._turn, provider, self._prompt, self._model)
        return None

    def _news(self, stream: HedgedStream, news: News) -> list[Narration]:
        """What is told of the request that is not read in the end."""
        rival = news.asked
        if news.happened == "started":
            self._health.asking(rival.provider, rival.call.key)
            slow = stream.current.provider.name
            note = f"also asked, {slow} is slow"
            return [Info("hedge", rival.provider.name, note), rival.begun, rival.egress]
        self._turn.begin(stream.current.given)
        if news.failure is None:
            return [rival.ended("cancelled")]
        return [self._failed(rival, news.failure), *self._turn.blame.lasting()]
