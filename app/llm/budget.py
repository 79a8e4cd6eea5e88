"""Keeps the first word within the user's time budget: a faster provider, or a shorter prompt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.core.settings import Provider


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do for one question; ``note`` says it to the user, empty when nothing changes."""

    providers: list[Provider]
    shorter: bool = False
    note: str = ""


def within_budget(
    providers: Sequence[Provider],
    budget_ms: int,
    typical_ms: Callable[[Provider], float | None],
) -> Plan:
    """The plan for a budget; ``typical_ms`` is a provider's recent median to a first word.

    While the first provider keeps the budget, or nothing is known of it, nothing changes. A
    provider known to keep it goes first; where there is none, the prompt gets shorter.
    """
    ordered = list(providers)
    if not budget_ms or not ordered:
        return Plan(ordered)
    slow = ordered[0]
    usual = typical_ms(slow)
    if usual is None or usual <= budget_ms:
        return Plan(ordered)
    why = f"{slow.name} took {usual:.0f} ms lately, the budget is {budget_ms} ms"
    for provider in ordered[1:]:
        known = typical_ms(provider)
        if known is not None and known <= budget_ms:
            ordered.remove(provider)
            return Plan([provider, *ordered], note=f"{provider.name} first: {why}")
    return Plan(ordered, shorter=True, note=f"shorter prompt: {why}")
