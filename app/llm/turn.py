"""What is known of one question while providers are asked: time, text, blame."""

from __future__ import annotations

import time
from collections.abc import Sequence

from app.core.events import Answer, Ended, Info, Problem, Timing, Usage
from app.core.prompt import Prompt
from app.core.settings import Provider, Settings
from app.llm.base import Finish, Piece, Request
from app.llm.classify import Failure, ProviderFailure
from app.llm.health import Health, State
from app.llm.policy import STICKY, words
from app.llm.prompt import NOT_COVERED
from app.llm.visible import Citations, Thinking


class Turn:
    """The state of one question; one object for its whole chain of providers."""

    def __init__(self, request: Request, settings: Settings) -> None:
        self.request = request
        self.settings = settings
        self.keys: dict[str, str] = {}
        self.tried: list[str] = []
        self.unusable: set[str] = set()
        self.over = False
        self.answer: Answer | None = None
        self.first_ms: float | None = None
        """Milliseconds from the question to the first visible word."""
        self.shown = ""
        self.failed_before: tuple[str, str] | None = None
        """The provider that was not used or failed last, and why in a few words."""
        self._started = self._chain_started = time.perf_counter()
        self._paused = 0.0
        self._blamed: dict[str, Problem] = {}
        self._told: set[str] = set()
        self._smallest_failed_context = 0
        self.begin(0)

    # Time

    @property
    def ms(self) -> float:
        """Milliseconds since the question was asked."""
        return (time.perf_counter() - self._started) * 1000

    @property
    def left_s(self) -> float:
        """Seconds left for a first word from any provider."""
        used = time.perf_counter() - self._chain_started
        return max(0.0, self.settings.answers.chain_s - used)

    def pause(self) -> None:
        """The user is being asked something: that time is not the providers'."""
        self._paused = time.perf_counter()

    def resume(self) -> None:
        """The user has answered."""
        self._chain_started += time.perf_counter() - self._paused

    # Text

    def begin(self, given: int) -> None:
        """Start reading a new stream whose prompt had this many passages."""
        self._thinking = Thinking()
        self._citations = Citations(given)
        self._refused = False
        self._other = ""

    def read(self, piece: Piece) -> str:
        """The text to show now for a piece; empty for what is not meant to be seen."""
        if piece.kind in ("reasoning", "tool"):
            self._other = piece.kind
            return ""
        if piece.kind == "refusal":
            self._refused = True
        return self._show(self._citations.feed(self._thinking.feed(piece.text)))

    def rest(self) -> str:
        """The text that was held back until the stream ended."""
        return self._show(self._citations.feed(self._thinking.finish()) + self._citations.finish())

    def _show(self, text: str) -> str:
        if not self.shown:
            text = text.lstrip()
            if text and not self.request.passages.covered:
                text = f"{NOT_COVERED} {text}"
        self.shown += text
        return text

    # Ends

    def finish(self, provider: Provider, end: Finish, *, whole: bool) -> list[Info]:
        """Close the turn with a stream that came to its end; raises `ProviderFailure`."""
        if not self.shown:
            raise ProviderFailure(self._nothing(end))
        if end.reason == "content_filter":
            self._end(provider, "filtered", end.usage)
            return [Info("filtered", provider.name, "cut by the provider's filter")]
        if not whole:
            raise ProviderFailure(Failure("hollow", "ended without saying why", in_band=True))
        self._end(provider, "filtered" if self._refused else "complete", end.usage)
        if end.reason == "length":
            return [Info("length", provider.name, "cut at the length limit")]
        return []

    def _nothing(self, end: Finish) -> Failure:
        if end.reason == "content_filter":
            return Failure("filter", "content filter", in_band=True)
        if self._other == "tool":
            return Failure("hollow", "asked for a tool instead of answering", in_band=True)
        if self._other == "reasoning":
            return Failure("hollow", "only reasoning, no answer", in_band=True)
        return Failure("hollow", "empty answer", in_band=True)

    def interrupted(self, provider: Provider, failure: Failure) -> Problem:
        """Close the turn after a failure in the middle of the visible text."""
        self._end(provider, "interrupted", None)
        return Problem(
            "llm",
            f"The answer from {provider.name} was cut",
            failure.text or failure.label,
            "Continue it, or ask again.",
        )

    def _end(self, provider: Provider, ended: Ended, usage: Usage | None) -> None:
        total = self.ms
        speed = None
        if usage is not None and self.first_ms is not None and total > self.first_ms:
            speed = usage.completion / (total - self.first_ms) * 1000
        self.over = True
        self.answer = Answer(
            self.request.question.id,
            self.shown,
            provider.name,
            provider.model,
            ended,
            Timing(self.first_ms, total, speed),
            self._citations.valid,
            usage,
        )

    # Providers

    def next_provider(self, health: Health, prompt: Prompt) -> Provider | None:
        """The provider to ask next, or None; blames those that are passed over."""
        if self.left_s <= 0:
            return None
        resting: list[tuple[float, Provider]] = []
        for provider in self._in_order(prompt):
            if provider.name in self.tried or provider.name in self.unusable:
                continue
            state = health.state(provider, self.keys.get(provider.name))
            if state.latched is not None:
                self.blame(provider.name, state.latched)
                if self._stops_at(state.latched):
                    self.stop()
                    return None
                self.unusable.add(provider.name)
                continue
            if not self._eligible(provider):
                continue
            if state.ready:
                return self._take(provider)
            self._rests(provider, state)
            if not state.asked and (state.shared or not self.tried):
                resting.append((state.free_in, provider))
        if resting:
            return self._take(min(resting, key=lambda pair: pair[0])[1])
        return None

    def has_others(self, health: Health, current: Provider) -> bool:
        """Whether another provider could be asked right now."""
        return any(
            provider.name not in self.tried
            and provider.name not in self.unusable
            and provider.name != current.name
            and self._eligible(provider)
            and health.state(provider, self.keys.get(provider.name)).ready
            for provider in self.settings.providers
        )

    def stop(self) -> None:
        """Ask nobody else."""
        self.over = True

    def blame(self, provider: str, failure: Failure | None, problem: Problem | None = None) -> None:
        """Remember why a provider did not answer."""
        if failure is not None:
            said = words(provider, failure)
            detail = failure.label
            if failure.text:
                detail += f", it says: {failure.text}"
            if failure.retry_after:
                detail += f", it asks to wait {failure.retry_after:.0f} s"
            problem = Problem(
                "llm", said.title, detail, said.next_step, sticky=failure.kind in STICKY
            )
            self.failed_before = (provider, failure.label)
            if failure.kind == "fit":
                context = next(p.context for p in self.settings.providers if p.name == provider)
                self._smallest_failed_context = max(self._smallest_failed_context, context)
        if problem is not None:
            self._blamed[provider] = problem

    def sticky_news(self) -> list[Problem]:
        """Problems that the user must see although another provider may answer."""
        return self._untold([p for p in self._blamed.values() if p.sticky])

    def problems(self) -> list[Problem]:
        """Why no provider answered: what the user has not been told yet."""
        sticky = [p for p in self._blamed.values() if p.sticky]
        passing = {name: p for name, p in self._blamed.items() if not p.sticky}
        if len(passing) > 1:
            detail = "; ".join(f"{name}: {p.detail}" for name, p in passing.items())
            one = Problem("llm", "No provider answered", detail, "Ask again in a moment.", True)
            return self._untold([*sticky, one])
        told = [
            Problem(p.where, p.title, p.detail, p.next_step, sticky=True) for p in passing.values()
        ]
        return self._untold([*sticky, *told])

    def _untold(self, problems: list[Problem]) -> list[Problem]:
        new = [problem for problem in problems if problem.title not in self._told]
        self._told.update(problem.title for problem in new)
        return new

    def _take(self, provider: Provider) -> Provider:
        self.tried.append(provider.name)
        return provider

    def _rests(self, provider: Provider, state: State) -> None:
        if provider.name not in self._blamed:
            detail = f"{state.label}, asked again in {state.free_in:.0f} s"
            self.blame(
                provider.name,
                None,
                Problem("llm", f"{provider.name} is resting after a failure", detail),
            )
            self.failed_before = (provider.name, f"{state.label}, resting")

    def _stops_at(self, failure: Failure) -> bool:
        answers = self.settings.answers
        if failure.kind == "auth":
            return not answers.next_on_bad_key
        return failure.kind == "model" and answers.strict

    def _eligible(self, provider: Provider) -> bool:
        if self.request.image is not None and not provider.vision:
            self._blamed.setdefault(
                provider.name,
                Problem(
                    "llm",
                    f"{provider.name} cannot see images",
                    "it is not marked as having vision",
                    "Add a provider with vision.",
                ),
            )
            return False
        return provider.context > self._smallest_failed_context

    def _in_order(self, prompt: Prompt) -> Sequence[Provider]:
        """The providers as set, the prompt's choice first, the one to avoid last."""
        providers = list(self.settings.providers)
        name = prompt.model.partition(":")[0]
        if name:
            providers.sort(key=lambda p: name not in (p.name, p.model))
        follow = self.request.follow
        if follow is not None and follow.wish in ("continue", "retry"):
            names = [p.name for p in providers]
            if follow.provider in names:
                place = names.index(follow.provider) + 1
                providers = providers[place:] + providers[:place]
        return providers
