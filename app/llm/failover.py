"""Asks the providers in order until one answers, and never hides which one failed or why."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace

from app.core.errors import GhostPilotError
from app.core.events import Answer, AnswerDelta, Attempt, Egress, Info, Problem, Timing
from app.core.prompt import Prompt
from app.core.provider import host_of, in_this_network, on_this_machine
from app.core.settings import Provider, Settings
from app.llm.base import (
    Consent,
    Finish,
    KeyFor,
    Model,
    Narration,
    PromptFor,
    Request,
)
from app.llm.classify import Failure, ProviderFailure
from app.llm.health import Health
from app.llm.limits import LimitedStream
from app.llm.offline import NO_ANSWER, NO_MODEL, OfflineNarrator
from app.llm.policy import after
from app.llm.request import content_kinds, make_call, size
from app.llm.turn import Turn


class FailoverNarrator:
    """The narrator of the running app.

    Settings are read anew for every question, so a change is live at the next one. When no
    provider can answer, the problem is told and the notes answer by themselves.
    """

    def __init__(
        self,
        settings: Callable[[], Settings],
        model: Model,
        *,
        key_for: KeyFor,
        prompt_for: PromptFor,
        consent: Consent,
        health: Health,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._settings = settings
        self._model = model
        self._key_for = key_for
        self._prompt_for = prompt_for
        self._consent = consent
        self.health = health
        self._jitter = jitter
        self._agreed: set[str] = set()

    async def stream(self, request: Request) -> AsyncGenerator[Narration, None]:
        """Deltas and news, then one `Answer`; see `base.Narrator`."""
        turn = Turn(request, self._settings())
        async with aclosing(self._ask(turn)) as told:
            async for event in told:
                yield event
        if turn.answer is None:
            for problem in turn.problems():
                yield problem
            waited = turn.ms
            notes = OfflineNarrator(NO_ANSWER if turn.tried else NO_MODEL)
            async with aclosing(notes.stream(request)) as told:
                async for event in told:
                    yield _later(event, waited)
        else:
            yield turn.answer

    async def warm(self) -> None:
        """Open a connection to the provider that would be asked next."""
        settings = self._settings()
        for provider in settings.providers:
            agreed = on_this_machine(provider.base_url) or self._has_agreed(provider, settings)
            if not agreed:
                continue
            key, missing = await self._key(provider)
            if missing is None and self.health.state(provider, key).ready:
                await self._model.warm(provider, key)
                return

    async def aclose(self) -> None:
        """Close every connection."""
        await self._model.aclose()

    async def _ask(self, turn: Turn) -> AsyncGenerator[Narration, None]:
        """Try providers until one has said something or none is left."""
        providers = turn.settings.providers
        if not providers:
            turn.blame("", None, NO_PROVIDER)
            return
        prompt = await self._prompt_for(turn.request.mode, turn.request.question.kind)
        if prompt.warning:
            yield Info("prompt", note=prompt.warning)
        await self._find_keys(turn)
        turn.pause()
        await self._model.ready()
        turn.resume()
        while (provider := turn.next_provider(self.health, prompt)) is not None:
            if not await self._agrees(turn, provider):
                continue
            if turn.failed_before is not None:
                before, why = turn.failed_before
                note = f"failover from {before}"
                yield Info("failover", provider.name, note, f"{before}: {why}")
            for problem in turn.sticky_news():
                yield problem
            async with aclosing(self._ask_one(turn, provider, prompt)) as told:
                async for event in told:
                    yield event
            if turn.over:
                return

    async def _ask_one(
        self, turn: Turn, provider: Provider, prompt: Prompt
    ) -> AsyncGenerator[Narration, None]:
        """One provider, with the retries the policy grants it."""
        key = turn.keys.get(provider.name)
        probe = self.health.state(provider, key).probe
        retries = 0 if probe else turn.settings.answers.retries_per_provider
        while True:
            call, given, fits = make_call(turn, provider, key, prompt)
            if not fits:
                turn.blame(provider.name, Failure("fit", "longer than its context"))
                return
            turn.begin(given)
            begun = Attempt(
                turn.request.question.id,
                provider.name,
                call.provider.model,
                "started",
                0.0,
                prompt.label,
            )
            yield begun
            yield Egress(
                provider.name, host_of(provider.base_url), content_kinds(turn, given), size(call)
            )
            self.health.asking(provider, key)
            stream = LimitedStream(self._model, call, chain_left_s=turn.left_s)
            failure: Failure | None = None
            try:
                async with aclosing(self._read(turn, stream)) as told:
                    async for event in told:
                        yield event
            except ProviderFailure as error:
                failure = error.failure
            finally:
                self.health.left(provider, key)
                await stream.aclose()
            outcome = failure.kind if failure else "complete"
            yield replace(begun, outcome=outcome, ms=stream.ms)
            if failure is None:
                return
            self.health.failed(provider, key, failure)
            if turn.shown:
                yield turn.interrupted(provider, failure)
                return
            step = after(
                failure,
                turn.settings.answers,
                retries_left=retries,
                others=turn.has_others(self.health, provider),
                left_s=turn.left_s,
                jitter=self._jitter,
            )
            if step.do == "retry":
                retries -= 1
                why = f"{provider.name}: {failure.label}"
                yield Info("retry", provider.name, "asking again", why)
                await asyncio.sleep(step.wait)
                continue
            turn.blame(provider.name, failure)
            if step.do == "stop":
                turn.stop()
            return

    async def _read(self, turn: Turn, stream: LimitedStream) -> AsyncGenerator[Narration, None]:
        """Show one stream's text, and decide how it ended."""
        provider = stream.call.provider
        key = stream.call.key
        question = turn.request.question.id
        while True:
            piece = await stream.next()
            if isinstance(piece, Finish):
                break
            text = turn.read(piece)
            if not text:
                continue
            if turn.first_ms is None:
                turn.first_ms = turn.ms
                if self.health.worked(provider, key, stream.first_ms or 0.0):
                    yield Info("recovered", provider.name, f"{provider.name} answers again")
            yield AnswerDelta(question, text)
        if rest := turn.rest():
            if turn.first_ms is None:
                turn.first_ms = turn.ms
            yield AnswerDelta(question, rest)
        whole = self.health.ended(
            provider, key, finish_reason=piece.reason is not None, done=piece.done
        )
        for event in turn.finish(provider, piece, whole=whole):
            yield event

    async def _find_keys(self, turn: Turn) -> None:
        for provider in turn.settings.providers:
            key, missing = await self._key(provider)
            if missing is not None:
                turn.blame(provider.name, None, missing)
                turn.unusable.add(provider.name)
            elif key is not None:
                turn.keys[provider.name] = key

    async def _key(self, provider: Provider) -> tuple[str | None, Problem | None]:
        try:
            key = await self._key_for(provider)
        except GhostPilotError as error:
            return None, error.problem("llm")
        if key is None and not in_this_network(provider.base_url):
            return None, _no_key(provider)
        return key, None

    async def _agrees(self, turn: Turn, provider: Provider) -> bool:
        """Whether the user lets talk and notes go to this provider's host; asked once."""
        if on_this_machine(provider.base_url) or self._has_agreed(provider, turn.settings):
            return True
        host = host_of(provider.base_url)
        turn.pause()
        agreed = await self._consent(provider, host)
        turn.resume()
        if agreed:
            self._agreed.add(host)
        else:
            turn.blame(provider.name, None, _not_agreed(provider, host))
        return agreed

    def _has_agreed(self, provider: Provider, settings: Settings) -> bool:
        host = host_of(provider.base_url)
        return host in self._agreed or host in settings.privacy.agreed


NO_PROVIDER = Problem(
    "llm",
    "No model was asked",
    "no provider is set up",
    "Add a provider in the settings, or set OPENAI_API_KEY.",
    sticky=True,
)


def _later(event: Narration, waited_ms: float) -> Narration:
    """The event of a last resort, with the time that was lost before it."""
    if not isinstance(event, Answer):
        return event
    first = event.timing.first_token_ms
    timing = Timing(None if first is None else first + waited_ms, event.timing.total_ms + waited_ms)
    return replace(event, timing=timing)


def _no_key(provider: Provider) -> Problem:
    place = f"Set {provider.key_env}, or store" if provider.key_env else "Store"
    return Problem(
        "llm",
        f"There is no key for {provider.name}",
        f"{host_of(provider.base_url)} needs one",
        f"{place} the key in the settings.",
        sticky=True,
    )


def _not_agreed(provider: Provider, host: str) -> Problem:
    return Problem(
        "llm",
        f"Nothing was sent to {provider.name}",
        f"you have not agreed that talk and notes may go to {host}",
        "Agree in the settings, or use a provider on this machine.",
        sticky=True,
    )
