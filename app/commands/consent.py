"""Ask once, in the terminal, before talk and notes go to a host that is not this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from app.core.errors import GhostPilotError
from app.core.provider import host_of, on_this_machine
from app.core.settings import Settings, replace_values

WHAT_LEAVES = "the question, recent talk and the passages of your notes shown with it"


def settle_consent(settings: Settings, config: str | None) -> Settings:
    """The settings with every host the user agrees to now; yes and no are kept.

    Nothing is asked without a terminal: then only hosts agreed to before are used.
    """
    if not sys.stdin.isatty():
        return settings
    agreed, refused = list(settings.privacy.agreed), list(settings.privacy.refused)
    for provider in settings.providers:
        host = host_of(provider.base_url)
        if on_this_machine(provider.base_url) or host in (*agreed, *refused):
            continue
        print(f"Answers by {provider.name} send {WHAT_LEAVES} to {host}.", file=sys.stderr)
        print("Agree? [y/N] ", end="", file=sys.stderr, flush=True)
        said = sys.stdin.readline().strip().lower()
        if said in ("y", "yes"):
            agreed.append(host)
        elif said in ("n", "no"):
            refused.append(host)
    if len(agreed) + len(refused) == len(settings.privacy.agreed) + len(settings.privacy.refused):
        return settings
    return _keep(settings, agreed, refused, config)


def settle(settings: Settings, name: str | None, config: str | None, *, yes: bool) -> int:
    """Write down that a provider's host may be sent to, or that nothing may be."""
    from app.commands.keys import named

    host = host_of(named(settings, name).base_url)
    if not host:
        raise GhostPilotError(f"{name} has no address yet", next_step="Set it up first.")
    agreed = [one for one in settings.privacy.agreed if one != host]
    refused = [one for one in settings.privacy.refused if one != host]
    (agreed if yes else refused).append(host)
    _keep(settings, agreed, refused, config)
    print(f"{host} may be sent to." if yes else f"Nothing is sent to {host}.")
    return 0


def _keep(
    settings: Settings, agreed: Iterable[str], refused: Iterable[str], config: str | None
) -> Settings:
    """The settings with these hosts, which the settings file has from now on."""
    from app.store.settings import save

    changes = {"privacy.agreed": tuple(agreed), "privacy.refused": tuple(refused)}
    save(changes, path=Path(config) if config else None)
    return replace_values(settings, changes)
