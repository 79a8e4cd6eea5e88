"""The providers in the settings file: one ``[[providers]]`` table each."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_type_hints

from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.settings import Provider
from app.store.toml_lines import line_of

Report = Callable[[Problem], None]


def providers_of(
    values: Any, file: Path, text: str, unknown: list[str], misfit: Report | None
) -> tuple[Provider, ...]:
    """The providers that ``[[providers]]`` tables state, in their order.

    ``file`` and ``text`` are what errors name; keys that no provider has go to ``unknown``.
    Raises `GhostPilotError` for a table that does not fit; with ``misfit``, that takes it, and
    the others count.
    """
    if not isinstance(values, list) or not all(isinstance(item, dict) for item in values):
        line = line_of(text, "providers", None)
        wrong = GhostPilotError(
            "Providers must be [[providers]] tables",
            f"{file}, line {line}",
            "Write [[providers]] in double brackets above each one.",
        )
        if misfit is None:
            raise wrong
        misfit(wrong.problem("settings"))
        return ()
    found: list[Provider] = []
    for number, table in enumerate(values):
        try:
            provider = _provider(table)
            if any(provider.name == other.name for other in found):
                raise GhostPilotError(
                    f"Two providers are called {provider.name!r}",
                    next_step="Give each its own name.",
                )
        except GhostPilotError as error:
            line = line_of(text, "providers", None, number)
            place = f"{file}, provider at line {line}"
            wrong = GhostPilotError(error.title, place, error.next_step)
            if misfit is None:
                raise wrong from error
            misfit(wrong.problem("settings"))
            continue
        fields = {item.name for item in dataclasses.fields(Provider)}
        unknown += [f"providers.{name}" for name in table if name not in fields]
        found.append(provider)
    return tuple(found)


def state_providers(document: Any, providers: Sequence[Provider]) -> None:
    """Put these providers into a document; tables keep what this version does not know."""
    import tomlkit

    before = document.pop("providers", [])
    known = {item.name for item in dataclasses.fields(Provider)}
    rest = {table.get("name"): {name: value for name, value in table.items() if name not in known}
            for table in before if isinstance(table, dict)}  # fmt: skip
    tables = tomlkit.aot()
    for provider in providers:
        tables.append(tomlkit.item(_stated(provider) | rest.get(provider.name, {})))
    if providers:
        document.append("providers", tables)


def _provider(table: Mapping[str, Any]) -> Provider:
    words = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}
    values: dict[str, Any] = {}
    for item in dataclasses.fields(Provider):
        kind = get_type_hints(Provider)[item.name]
        if item.name not in table:
            if item.default is dataclasses.MISSING:
                raise GhostPilotError(f"A provider has no {item.name}", next_step="Add it.")
            continue
        value = table[item.name]
        if kind is float and type(value) is int:
            value = float(value)
        too_low = kind in (int, float) and type(value) is kind and value <= 0
        if type(value) is not kind or too_low or value == "":
            fits = words[kind] + (" above 0" if kind in (int, float) else "")
            raise GhostPilotError(
                f"A provider's {item.name} cannot be {value!r}", next_step=f"It must be {fits}."
            )
        values[item.name] = value
    if not re.match(r"https?://[^/\s]+", values["base_url"]):
        raise GhostPilotError(
            f"A provider's base_url cannot be {values['base_url']!r}",
            next_step="It must begin with https:// or http:// and a host.",
        )
    return Provider(**values)


def _stated(provider: Provider) -> dict[str, Any]:
    """The provider's values that must be written: those without a default, or off it."""
    return {
        item.name: getattr(provider, item.name)
        for item in dataclasses.fields(provider)
        if getattr(provider, item.name) != item.default
    }
