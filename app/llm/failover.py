"""Asks the providers in order until one answers, and never hides which one failed or why."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress

from app.core.errors import GhostPilotError
from app.core.events import Info, Problem
from app.core.prompt import PLAIN, Prompt
from app.core.provider import ProviderCheck
from app.core.redact import Redactor
from app.core.settings import Provider, Settings
from app.llm.access import Access
from app.llm.base import Consent, KeyFor, Model, Narration, PromptFor, Request
from app.llm.budget import within_budget
from app.llm.check import check_provider, list_models, local_offers
from app.llm.choice import Choice, in_order, named_by
from app.llm.classify import Failure
from app.llm.exchange import Exchange
from app.llm.health import Health
from app.llm.offline import NO_ANSWER, NO_MODEL, OfflineNarrator
from app.llm.policy import NO_PROVIDER, after, no_such_model, no_such_provider
from app.llm.ready import get_ready
from app.llm.request import prepare, wanted_of
from app.llm.turn import Turn

TOO_LONG = Failure("fit", "the question alone is longer than its context")


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
        redactor: Redactor | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._settings = settings
        self._model = model
        self._access = Access(key_for, consent)
        self._prompt_for = prompt_for
        self.health = health
        self._redactor = redactor
        self._jitter = jitter
        self._told_no_provider = False

    async def stream(self, request: Request) -> AsyncGenerator[Narration, None]:
        """Deltas and news, then one `Answer`; see `base.Narrator`."""
        turn = Turn(request, self._settings(), self._redactor)
        async with aclosing(self._ask_in_turn(turn)) as told:
            async for event in told:
                yield event
        if turn.answer is not None:
            yield turn.answer
            return
        for problem in turn.blame.all():
            yield problem
        why = NO_ANSWER if turn.asked_any else NO_MODEL
        notes = OfflineNarrator(why, waited_ms=turn.ms)
        async with aclosing(notes.stream(request)) as told:
            async for event in told:
                yield event

    async def warm(self) -> None:
        """Open a connection to the provider that would be asked next."""
        settings = self._settings()
        with suppress(GhostPilotError):  # told when a question needs it
            for provider in settings.providers:
                await self._model.ready()
                if not self._access.known(provider, settings):
                    continue
                key, missing = await self._access.key(provider)
                if missing is None and self.health.state(provider, key).ready:
                    await self._model.warm(provider, key)
                    return

    async def check(self, provider: Provider, key: str | None = None) -> ProviderCheck:
        """Test a provider, with a key just typed or its own; a pass forgives what went wrong.

        Nothing of the user's is sent. Raises `GhostPilotError` when the library does not load.
        """
        if key is None:
            key, missing = await self._access.key(provider)
            if missing is not None:
                return ProviderCheck(provider.name, False, problem=missing)
        found = await check_provider(self._model, provider, key)
        if found.passed:
            self.health.forgive(provider, key)
        return found

    async def models(self, provider: Provider, key: str | None = None) -> tuple[str, ...]:
        """The models a provider lists, asked with a key just typed or its own.

        Raises `GhostPilotError` where it gives no list.
        """
        if key is None:
            key, _ = await self._access.key(provider)
        return await list_models(self._model, provider, key)

    async def local_offers(self) -> list[Provider]:
        """Servers that run on this machine now, for the user to choose from."""
        return await local_offers(self._model)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._model.aclose()

    # --- One question ---------------------------------------------------------------------

    async def _ask_in_turn(self, turn: Turn) -> AsyncGenerator[Narration, None]:
        """Ask providers until one has said something or none is left."""
        if not turn.settings.providers:
            if not self._told_no_provider:
                self._told_no_provider = True  # the offline answers say it from now on
                yield NO_PROVIDER
            return
        self._told_no_provider = False
        prompt = PLAIN
        try:
            prompt = await self._prompt_for(turn.mode, turn.request.question.kind)
        except GhostPilotError as error:
            yield error.problem("llm")
        if prompt.warning:
            yield Info("prompt", note=prompt.warning)
        if prompt.model and not named_by(prompt.model, turn.settings.providers):
            yield no_such_provider(prompt.id, prompt.model, turn.settings.providers)
        async with aclosing(get_ready(turn, self._model)) as told:
            async for event in told:
                yield event
        await self._access.find_keys(turn)
        for problem in self._latched(turn):
            yield problem
        plan = within_budget(
            in_order(turn.settings.providers, turn.request, prompt.model),
            turn.settings.answers.budget_ms,
            lambda one: self.health.first_token_ms(one, turn.keys.get(one.name), 50),
        )
        turn.shorter = plan.shorter
        if plan.note:
            yield Info("budget", note=plan.note)
        choice = Choice(plan.providers, turn, self.health)
        while not turn.over and turn.left_s > 0 and (provider := choice.next()) is not None:
            for problem in turn.blame.lasting():
                yield problem
            if not await self._access.agreed(turn, provider):
                continue
            if turn.blame.last is not None:
                before, why = turn.blame.last
                yield Info("failover", provider.name, f"failover from {before}", f"{before}: {why}")
            async with aclosing(self._ask_one(turn, provider, prompt, choice)) as told:
                async for event in told:
                    yield event

    def _latched(self, turn: Turn) -> list[Problem]:
        """What the user must still mend, told again although others may answer first."""
        for provider in turn.settings.providers:
            key = turn.keys.get(provider.name)
            self.health.met(provider, key)
            latched = self.health.state(provider, key).latched
            if latched is not None:
                turn.blame.latched(provider.name, latched)
        return turn.blame.lasting()

    async def _ask_one(
        self, turn: Turn, provider: Provider, prompt: Prompt, choice: Choice
    ) -> AsyncGenerator[Narration, None]:
        """One provider, with the retries the policy grants it."""
        probe = self.health.state(provider, turn.keys.get(provider.name)).probe
        retries = 0 if probe else turn.settings.answers.retries_per_provider
        wanted = wanted_of(provider, prompt)
        latched = self.health.state(wanted, turn.keys.get(provider.name)).latched
        if wanted != provider and latched is not None and latched.kind == "model":
            yield no_such_model(prompt.id, wanted.model, provider, latched.label)
            wanted = provider
        exchange = Exchange(
            turn, prompt, choice, model=self._model, access=self._access, health=self.health
        )
        while True:
            asked = prepare(turn, wanted, prompt, self._model)
            if asked is None:
                turn.blame.failed(provider.name, TOO_LONG)
                return
            turn.asked_any = True
            async with aclosing(exchange.hear(asked)) as told:
                async for event in told:
                    yield event
            if turn.over or turn.failure is None:
                return
            if turn.failure.kind == "model" and wanted != provider:
                why = turn.failure.text or turn.failure.label
                problem = no_such_model(prompt.id, wanted.model, provider, why)
                turn.blame.instead(provider.name, problem)
                for one in turn.blame.lasting():
                    yield one
                wanted = provider
                continue
            step = after(
                turn.failure,
                turn.settings.answers,
                retries_left=retries,
                others=bool(choice.ready()),
                left_s=turn.left_s,
                jitter=self._jitter,
            )
            if step.do == "stop":
                turn.over = True
            if step.do != "retry":
                return
            retries -= 1
            why = f"{provider.name}: {turn.failure.label}"
            yield Info("retry", provider.name, "asking again", why)
            await asyncio.sleep(step.wait)
