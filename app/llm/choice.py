"""Which provider is asked next: in the user's order, past those that cannot or should not."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.events import Problem
from app.core.provider import wrong_address
from app.core.settings import Provider
from app.llm.base import Request
from app.llm.blame import ASK_AGAIN
from app.llm.classify import Failure
from app.llm.health import Health, State
from app.llm.policy import wrong_address_of
from app.llm.turn import Turn


class Choice:
    """The providers of one question, each taken at most once."""

    def __init__(self, providers: Sequence[Provider], turn: Turn, health: Health) -> None:
        self._left = list(providers)
        self._turn = turn
        self._blame = turn.blame
        self._health = health
        self._asked_any = False

    def next(self) -> Provider | None:
        """The provider to ask now, or None; those passed over are blamed.

        When all that are left are resting after a failure, the one that is free soonest is
        asked all the same, unless it has asked for the pause itself. That last hope is
        granted once per question.
        """
        hopes: list[tuple[float, Provider]] = []
        for provider in list(self._left):
            state = self._state(provider)
            if state.latched is not None:
                self._left.remove(provider)
                self._blame.failed(provider.name, state.latched)
                if self._stops_at(state.latched):
                    self._left.clear()
                    return None
            elif (unable := self._unable(provider)) is not None:
                self._left.remove(provider)
                self._blame.skipped(provider.name, *unable)
            elif state.ready:
                return self.take(provider)
            else:
                self._blame_rest(provider, state)
                if not state.asked and (state.shared or not self._asked_any):
                    hopes.append((state.free_in, provider))
        if hopes:
            return self.take(min(hopes, key=lambda hope: hope[0])[1])
        return None

    def ready(self) -> list[Provider]:
        """The providers left that could be asked right now, in order."""
        return [
            provider
            for provider in self._left
            if self._state(provider).ready and self._unable(provider) is None
        ]

    def take(self, provider: Provider) -> Provider:
        """Remember that a provider is asked now."""
        self._left.remove(provider)
        self._asked_any = True
        return provider

    def _state(self, provider: Provider) -> State:
        return self._health.state(provider, self._turn.keys.get(provider.name))

    def _stops_at(self, failure: Failure) -> bool:
        """Whether the failure that latched a provider ends the whole question."""
        if failure.kind == "auth":
            return not self._turn.settings.answers.next_on_bad_key
        return failure.kind == "model" and self._turn.settings.answers.strict

    def _unable(self, provider: Provider) -> tuple[Problem, str] | None:
        """Why a provider cannot answer this question at all."""
        if why := wrong_address(provider.base_url):
            return wrong_address_of(provider, why), "address not valid"
        if provider.name in self._turn.missing:
            return self._turn.missing[provider.name], "no key"
        if self._turn.request.image is None or provider.vision:
            return None
        title = f"{provider.name} cannot see images"
        blind = "it is not marked as having vision"
        return Problem("llm", title, blind, "Add a provider with vision."), "no vision"

    def _blame_rest(self, provider: Provider, state: State) -> None:
        title = f"{provider.name} rests after a failure"
        detail = f"{state.label}; it is asked again in {state.free_in:.0f} s"
        problem = Problem("llm", title, detail, ASK_AGAIN)
        self._blame.skipped(provider.name, problem, f"{state.label}, resting")


def named_by(prompt_model: str, providers: Sequence[Provider]) -> bool:
    """Whether what a prompt file wants is there: a provider's name, its model, or both."""
    name = prompt_model.partition(":")[0]
    return any(name == one.name or prompt_model == one.model for one in providers)


def in_order(providers: Sequence[Provider], request: Request, wanted: str) -> list[Provider]:
    """The user's order, with the prompt's choice first and, to retry, the last one last.

    ``wanted`` is a provider's name or model, or ``name:model``.
    """
    ordered = list(providers)
    name = wanted.partition(":")[0]
    if name:
        ordered.sort(key=lambda one: name != one.name and wanted != one.model)
    follow = request.follow
    if follow is None or follow.wish not in ("continue", "retry"):
        return ordered
    names = [one.name for one in ordered]
    if follow.provider not in names:
        return ordered
    place = names.index(follow.provider) + 1
    return ordered[place:] + ordered[:place]
