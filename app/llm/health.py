"""Which providers may be asked now: what their last failures say about the next request."""

from __future__ import annotations

import hashlib
import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from app.core.provider import host_of
from app.core.settings import Provider
from app.llm.classify import Failure

COOLDOWN_S = 5.0
"""First pause after a failure; it doubles with each one that follows."""
LONGEST_COOLDOWN_S = 60.0
LONGEST_ASKED_S = 600.0
"""Longest pause a provider can ask for."""
RECHECK_S = 1800.0
"""Seconds after which a refused key, a used up account or a missing model is tried again."""
FAST_MEMORY = 20
"""First-token times remembered per provider."""
_COOLING = {"busy", "unreachable", "stall", "hollow", "unknown"}


@dataclass(slots=True)
class _Record:
    """What is known of one provider, or of all that share a key or a host."""

    failures: int = 0
    label: str = ""
    until: float = 0.0
    """Cooling until then."""
    asked: bool = False
    """The provider itself asked for the pause."""
    probing: bool = False
    latched: Failure | None = None
    latched_until: float = 0.0
    first_token_ms: deque[float] = field(default_factory=lambda: deque(maxlen=FAST_MEMORY))
    finish_seen: bool = False
    done_without_finish: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """Whether a provider may be asked, and why not."""

    free_in: float
    """Seconds until it may; 0 now; infinite while it is latched."""
    asked: bool = False
    """It asked for the pause itself, so it is not even asked as a last hope."""
    latched: Failure | None = None
    probe: bool = False
    """It was cooling: one request, without a retry, shows whether it is well."""
    shared: bool = False
    """Only others with the same key or host were seen failing."""
    label: str = ""
    """The failure that made it rest."""

    @property
    def ready(self) -> bool:
        return self.free_in <= 0


class Health:
    """Remembers failures across questions. Times are seconds of a monotonic clock."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._clock = clock
        self._jitter = jitter
        self._records: dict[str, _Record] = {}
        self._tables: dict[str, tuple[Provider, str]] = {}

    def state(self, provider: Provider, key: str | None) -> State:
        """Whether this provider may be asked now."""
        now = self._clock()
        worst = State(0.0)
        for role, name in _names(provider, key).items():
            record = self._records.get(name)
            if record is None:
                continue
            if record.latched is not None and now < record.latched_until:
                return State(float("inf"), latched=record.latched)
            wait = record.until - now
            if record.probing and wait <= 0:
                wait = COOLDOWN_S
            if wait > worst.free_in or (wait <= 0 and record.failures and not worst.probe):
                worst = State(
                    max(wait, worst.free_in, 0.0),
                    record.asked or worst.asked,
                    probe=True,
                    shared=role != "self" and not (worst.probe and not worst.shared),
                    label=record.label,
                )
        return worst

    def met(self, provider: Provider, key: str | None) -> None:
        """Lift a latch if the provider's table or its key is not what it was last time."""
        table = provider, _digest(key)
        if self._tables.setdefault(provider.name, table) == table:
            return
        self._tables[provider.name] = table
        for name in _names(provider, key).values():
            if name in self._records:
                self._records[name].latched = None

    def asking(self, provider: Provider, key: str | None) -> None:
        """A request leaves; when the provider was cooling it is the one probe."""
        record = self._records.get(_names(provider, key)["self"])
        if record is not None and record.failures:
            record.probing = True

    def left(self, provider: Provider, key: str | None) -> None:
        """A request ended without showing anything, such as one the user stopped."""
        record = self._records.get(_names(provider, key)["self"])
        if record is not None:
            record.probing = False

    def worked(self, provider: Provider, key: str | None, first_token_ms: float) -> bool:
        """A useful word came; True when the provider was in trouble before."""
        troubled = False
        for name in _names(provider, key).values():
            record = self._record(name)
            troubled = troubled or record.failures > 0 or record.latched is not None
            record.failures, record.until, record.asked = 0, 0.0, False
            record.latched, record.probing = None, False
        self._record(_names(provider, key)["self"]).first_token_ms.append(first_token_ms)
        return troubled

    def failed(self, provider: Provider, key: str | None, failure: Failure) -> None:
        """Draw the consequences of a failure."""
        names = _names(provider, key)
        own = self._record(names["self"])
        own.probing = False
        if failure.kind in ("auth", "quota"):
            self._latch(names.get("key", names["self"]), failure)
        elif failure.kind == "model":
            self._latch(names["self"], failure)
        elif failure.kind in _COOLING:
            self._cool(own, failure)
            shared = names.get("key") if failure.label == "429" else None
            if failure.kind == "unreachable":
                shared = names["host"]
            if shared is not None:
                self._cool(self._record(shared), failure)

    def forgive(self, provider: Provider, key: str | None) -> None:
        """Forget what went wrong: the user fixed it, or a test of it passed."""
        for name in _names(provider, key).values():
            self._records.pop(name, None)

    def first_token_ms(self, provider: Provider, key: str | None, percent: float) -> float | None:
        """A percentile of the recent first-token times; None before the first answer."""
        times = sorted(self._record(_names(provider, key)["self"]).first_token_ms)
        return times[min(len(times) - 1, int(len(times) * percent / 100))] if times else None

    def ended(
        self, provider: Provider, key: str | None, *, finish_reason: bool, done: bool
    ) -> bool:
        """Whether a stream that ended this way is whole.

        Most providers say why an answer ends. One that closed twice with the end mark
        alone, and never gave a reason, is taken to be of the kind that does not.
        """
        record = self._record(_names(provider, key)["self"])
        if finish_reason:
            record.finish_seen = True
            return True
        if not done:
            return False
        record.done_without_finish += 1
        return not record.finish_seen and record.done_without_finish > 2

    def _record(self, name: str) -> _Record:
        return self._records.setdefault(name, _Record())

    def _latch(self, name: str, failure: Failure) -> None:
        record = self._record(name)
        record.latched = failure
        record.latched_until = self._clock() + RECHECK_S

    def _cool(self, record: _Record, failure: Failure) -> None:
        pause = min(COOLDOWN_S * 2**record.failures, LONGEST_COOLDOWN_S)
        pause *= 1 + 0.25 * self._jitter()
        record.failures += 1
        record.label = failure.label
        record.asked = failure.retry_after is not None and failure.retry_after > pause
        if record.asked and failure.retry_after is not None:
            pause = min(failure.retry_after, LONGEST_ASKED_S)
        record.until = self._clock() + pause


def _names(provider: Provider, key: str | None) -> dict[str, str]:
    """Under what a provider's health is kept; a key never appears in plain."""
    digest = _digest(key)
    host = host_of(provider.base_url)
    names = {
        "self": f"{provider.base_url} {provider.model} {digest}",
        "host": f"host {host}",
    }
    if key:
        names["key"] = f"key {digest}"
    return names


def _digest(key: str | None) -> str:
    return hashlib.sha256((key or "").encode()).hexdigest()[:16]
