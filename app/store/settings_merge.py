"""Settings written beside a person who edits the same file: merged one by one, nothing lost."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.settings import Provider, Settings, declarations, value_of
from app.store.provider_tables import state_providers
from app.store.settings import save, text_of
from app.store.versions import VERSION


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of writing."""

    text: str
    """All that the file says now."""
    edited: bool
    """Whether somebody else had changed the file."""
    news: list[Problem]
    """What the user should know."""


def merge(
    file: Path,
    changes: Mapping[str, Any],
    providers: Sequence[Provider] | None,
    *,
    seen: str | None,
    everything: tuple[Mapping[str, Any], Sequence[Provider] | None],
) -> Merged:
    """Write changes into the file as it is now.

    ``seen`` is the text of the file as the program knows it, None when it never read it. A
    file that is broken is kept aside; where it is broken or gone, ``everything`` that is set
    is written anew. Blocking; raises `GhostPilotError` when the file cannot be written.
    """
    text = text_of(file, must_exist=False)
    there = _tables(text)
    news: list[Problem] = []
    if there is None:
        news.append(_kept_aside(file, keep_aside(file)))
        changes, providers = everything
    elif seen and not file.exists():
        changes, providers = everything
    elif seen is not None and text != seen:
        before = _tables(seen) or {}
        both = [
            key
            for key, value in changes.items()
            if _stated(there, key) not in (_stated(before, key), _plain(value))
        ]
        news += [_at_once(both)] if both else []
    edited = seen is not None and text != seen and there is not None
    return Merged(save(changes, providers=providers, path=file), edited, news)


def export_text(settings: Settings, *, leave_out: Collection[str] = ()) -> str:
    """All settings and providers as the text of a settings file."""
    import tomlkit

    document = tomlkit.document()
    document["version"] = VERSION
    for declared in declarations():
        if declared.key not in leave_out:
            table = document.setdefault(declared.section, tomlkit.table())
            table[declared.name] = _plain(value_of(settings, declared.key))
    state_providers(document, settings.providers)
    return tomlkit.dumps(document)


def keep_aside(file: Path) -> Path:
    """Give a file that cannot be read another name beside it; returns that name.

    Raises `GhostPilotError` when the folder does not allow it.
    """
    number = 1
    while (aside := file.with_name(f"{file.stem}.broken-{number}{file.suffix}")).exists():
        number += 1
    try:
        file.rename(aside)
    except OSError as error:
        raise GhostPilotError(
            f"The settings file {file} cannot be kept aside",
            error.strerror or str(error),
            "Correct it by hand, or move it away.",
        ) from error
    return aside


def _kept_aside(file: Path, aside: Path) -> Problem:
    return Problem(
        "settings",
        f"The broken settings file was kept as {aside.name}",
        "nothing could be added to it as it was",
        f"The settings in use are now in {file}.",
    )


def _at_once(keys: Sequence[str]) -> Problem:
    labels = {declared.key: declared.about.label for declared in declarations()}
    return Problem(
        "settings",
        "Changed here and in the settings file at once: " + ", ".join(labels[key] for key in keys),
        "what was chosen here counts",
        "Choose again if that was wrong.",
    )


def _tables(text: str) -> dict[str, Any] | None:
    """What a text states; None when it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _stated(tables: Mapping[str, Any], key: str) -> Any:
    section, name = key.split(".")
    values = tables.get(section)
    return values.get(name) if isinstance(values, dict) else None


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
