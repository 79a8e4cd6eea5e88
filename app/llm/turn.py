"""What is known of one question while providers are asked: its time, its text, its end."""

from __future__ import annotations

import time

from app.core.events import Answer, Ended, Info, Problem, Timing, Usage
from app.core.redact import Redactor
from app.core.settings import Provider, Settings
from app.llm.base import Finish, Piece, Request
from app.llm.blame import Blame
from app.llm.classify import Failure, ProviderFailure
from app.llm.conceal import Concealer, Revealer
from app.llm.image import Picture
from app.llm.prompt import NOT_COVERED
from app.llm.visible import Citations, Masked, Thinking

WHOLE = {"stop", "eos", "eos_token", "end_turn", "stop_sequence", "complete", "completed"}
"""Reasons to end, in lower case, that mean that nothing is missing."""
TOOLS = {"tool_calls", "tool_use", "function_call"}
TOO_LONG = {"length", "max_tokens"}
FILTERED = {"content_filter", "safety", "refusal"}
KNOWN = WHOLE | TOOLS | TOO_LONG | FILTERED
"""Any other reason, such as ``error``, means that the answer is not whole."""
LONGEST_REASON = 40


class Turn:
    """The state of one question, for its whole chain of providers."""

    def __init__(
        self, request: Request, settings: Settings, redactor: Redactor | None = None
    ) -> None:
        self.request = request
        self.settings = settings
        self.mode = request.mode or settings.answers.mode
        self.keys: dict[str, str] = {}
        """Keys by provider."""
        self.missing: dict[str, Problem] = {}
        """What to tell where a provider lacks the key it needs."""
        self.blame = Blame()
        self.concealer = Concealer(settings.privacy.conceal, settings.privacy.conceal_terms)
        self._redactor = redactor
        self.picture: Picture | None = None
        self.shorter = False
        """The prompt is to be shorter than usual, to keep the time budget."""
        self.asked_any = False
        self.over = False
        """Nobody else is to be asked."""
        self.answer: Answer | None = None
        self.failure: Failure | None = None
        """How the request that was read last failed; None when it did not."""
        self.shown = ""
        self.first_ms: float | None = None
        """Milliseconds from the question to the first visible word."""
        self._started = self._chain_started = time.perf_counter()
        self._paused = 0.0
        self.begin(0)

    # --- Time -----------------------------------------------------------------------------

    @property
    def ms(self) -> float:
        """Milliseconds since the question was asked."""
        return (time.perf_counter() - self._started) * 1000

    @property
    def left_s(self) -> float:
        """Seconds left for a first word from any provider."""
        used = (self._paused or time.perf_counter()) - self._chain_started
        return max(0.0, self.settings.answers.chain_s - used)

    def pause(self) -> None:
        """From now on the time is not the providers': the user is asked, or a model speaks."""
        self._paused = self._paused or time.perf_counter()

    def resume(self) -> None:
        """Their time runs again."""
        if self._paused:
            self._chain_started += time.perf_counter() - self._paused
            self._paused = 0.0

    # --- Text -----------------------------------------------------------------------------

    def begin(self, given: int) -> None:
        """Start reading a new stream, whose prompt had this many passages."""
        self._thinking = Thinking()
        self._revealer = Revealer(self.concealer)
        self._citations = Citations(given)
        self._refused = False
        self._unseen = ""
        self._masked = Masked(self._redactor)

    def read(self, piece: Piece) -> str:
        """The text to show now for a piece; empty for what is not meant to be seen."""
        if piece.kind in ("reasoning", "tool"):
            self._unseen = piece.kind
            return ""
        if piece.kind == "refusal":
            self._refused = True
        said = self._thinking.feed(piece.text)
        if self.concealer.active:
            said = self._revealer.feed(said)
        return self._show(self._masked.feed(self._citations.feed(said)))

    def rest(self) -> str:
        """The text that was held back until the stream ended."""
        said = self._revealer.feed(self._thinking.finish()) + self._revealer.finish()
        said = self._citations.feed(said) + self._citations.finish()
        return self._show(self._masked.feed(said) + self._masked.finish())

    def _show(self, text: str) -> str:
        if not self.shown:
            text = text.lstrip()
            if not text:
                return ""
            self.first_ms = self.ms
            if not self.request.passages.covered:
                text = f"{NOT_COVERED} {text}"
        self.shown += text
        return text

    # --- Ends -----------------------------------------------------------------------------

    def finish(self, provider: Provider, end: Finish, *, whole: bool) -> list[Info]:
        """Close the turn with a stream that came to its end; raises `ProviderFailure`."""
        if not self.shown:
            raise ProviderFailure(self._nothing(end))
        reason = _reason(end)
        if reason in FILTERED:
            self._end(provider, "filtered", end.usage)
            return [Info("filtered", provider.name, "cut by the provider's filter")]
        if reason and reason not in KNOWN:
            raise ProviderFailure(_odd(reason))
        if not whole:
            raise ProviderFailure(Failure("hollow", "it ended without saying why", in_band=True))
        self._end(provider, "filtered" if self._refused else "complete", end.usage)
        if reason in TOO_LONG:
            return [Info("length", provider.name, "cut at the length limit")]
        return []

    def _nothing(self, end: Finish) -> Failure:
        """The failure of a stream that ended without a visible word."""
        reason = _reason(end)
        if reason and reason not in KNOWN:
            return _odd(reason)
        if reason in FILTERED:
            return Failure("filter", "content filter", in_band=True)
        labels = {
            "tool": "it asked for a tool instead of answering",
            "reasoning": "only reasoning, no answer",
        }
        return Failure("hollow", labels.get(self._unseen, "empty answer"), in_band=True)

    def interrupted(self, provider: Provider, failure: Failure) -> Problem:
        """Close the turn after a failure in the middle of the visible text."""
        self._end(provider, "interrupted", None)
        title = f"The answer from {provider.name} was cut"
        return Problem("llm", title, failure.told, "Continue it, or ask again.")

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


def _reason(end: Finish) -> str:
    """Why the provider says a stream ended; empty where it gives no reason."""
    return (end.reason or "").lower()


def _odd(reason: str) -> Failure:
    """The failure of a stream that ended for a reason which is none to be content with."""
    return Failure("hollow", f"it ended with {reason[:LONGEST_REASON]!r}", in_band=True)
