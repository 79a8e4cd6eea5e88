"""Ask once, in the terminal, before talk and notes go to a host that is not this machine."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

from app.core.provider import host_of, on_this_machine
from app.core.settings import Settings

WHAT_LEAVES = "the question, recent talk and the passages of your notes shown with it"


def settle_consent(settings: Settings, config: str | None) -> Settings:
    """The settings with every host the user agrees to now; kept for the next time.

    Nothing is asked without a terminal: then only hosts agreed to before are used.
    """
    if not sys.stdin.isatty():
        return settings
    agreed = list(settings.privacy.agreed)
    for provider in settings.providers:
        host = host_of(provider.base_url)
        if on_this_machine(provider.base_url) or host in agreed:
            continue
        print(f"Answers by {provider.name} send {WHAT_LEAVES} to {host}.", file=sys.stderr)
        print("Agree? [y/N] ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().lower() in ("y", "yes"):
            agreed.append(host)
    if len(agreed) == len(settings.privacy.agreed):
        return settings
    from app.store.settings import save

    save({"privacy.agreed": agreed}, path=Path(config) if config else None)
    privacy = dataclasses.replace(settings.privacy, agreed=tuple(agreed))
    return dataclasses.replace(settings, privacy=privacy)
