"""Why providers did not answer, collected over one question and told once each."""

from __future__ import annotations

from dataclasses import replace

from app.core.events import Problem
from app.llm.classify import Failure
from app.llm.policy import STICKY, words

ASK_AGAIN = "Ask again in a moment."


class Blame:
    """The reasons so far, by provider. What needs the user is told at once and stays."""

    def __init__(self) -> None:
        self._problems: dict[str, Problem] = {}
        self._told: set[Problem] = set()
        self.last: tuple[str, str] | None = None
        """The provider passed over or failed last, and why in a few words."""

    def failed(self, provider: str, failure: Failure) -> None:
        """A provider was asked and failed."""
        self.latched(provider, failure)
        self.last = (provider, failure.label)

    def latched(self, provider: str, failure: Failure) -> None:
        """A provider failed at an earlier question in a way that lasts."""
        said = words(provider, failure)
        detail = failure.told
        if failure.retry_after:
            detail += f"; it asks to wait {failure.retry_after:.0f} s"
        sticky = failure.kind in STICKY
        self._problems[provider] = Problem("llm", said.title, detail, said.next_step, sticky=sticky)

    def instead(self, provider: str, problem: Problem) -> None:
        """What a failure is really about; it is told in place of the failure."""
        self._problems[provider] = problem

    def skipped(self, provider: str, problem: Problem, label: str) -> None:
        """A provider was not asked; an earlier reason in the same question stands."""
        self._problems.setdefault(provider, problem)
        self.last = (provider, label)

    def lasting(self) -> list[Problem]:
        """Problems that need the user although another provider may answer; each once."""
        return self._once([problem for problem in self._problems.values() if problem.sticky])

    def all(self) -> list[Problem]:
        """Everything that was not told yet, for a question that no provider answered.

        Passing troubles of several providers are told as one. All of it stays on screen
        until a provider answers again.
        """
        lasting = self.lasting()
        passing = {name: one for name, one in self._problems.items() if not one.sticky}
        if len(passing) <= 1:
            return lasting + self._once([replace(one, sticky=True) for one in passing.values()])
        detail = "; ".join(f"{name}: {one.detail}" for name, one in passing.items())
        return [*lasting, Problem("llm", "No provider answered", detail, ASK_AGAIN, sticky=True)]

    def _once(self, problems: list[Problem]) -> list[Problem]:
        new = [problem for problem in problems if problem not in self._told]
        self._told.update(new)
        return new
