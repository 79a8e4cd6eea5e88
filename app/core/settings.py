"""All settings of one run, read, compared and changed by their names."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_type_hints

from app.core.declared import Declared, check_value
from app.core.errors import GhostPilotError
from app.core.sections import (
    Answers as Answers,
    Audio as Audio,
    Hotkeys as Hotkeys,
    Notes as Notes,
    Overlay as Overlay,
    Privacy as Privacy,
    Questions as Questions,
    Speech as Speech,
    Storage as Storage,
)


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenAI-compatible endpoint, as one ``[[providers]]`` table of the settings file."""

    name: str
    base_url: str
    model: str
    key_env: str = ""
    context: int = 32768
    """Tokens that prompt and answer may fill together."""
    vision: bool = False
    reasoning: bool = False
    """It may think before it speaks: once it has begun, ``total_s`` and not
    ``answers.chain_s`` is its limit on the first visible word."""
    connect_s: float = 3.0
    first_token_s: float = 4.0
    idle_s: float = 8.0
    total_s: float = 90.0


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one run; `replace_values` makes a changed copy."""

    audio: Audio = field(default_factory=Audio)
    speech: Speech = field(default_factory=Speech)
    questions: Questions = field(default_factory=Questions)
    notes: Notes = field(default_factory=Notes)
    answers: Answers = field(default_factory=Answers)
    overlay: Overlay = field(default_factory=Overlay)
    hotkeys: Hotkeys = field(default_factory=Hotkeys)
    privacy: Privacy = field(default_factory=Privacy)
    storage: Storage = field(default_factory=Storage)
    providers: tuple[Provider, ...] = ()


def declarations() -> Iterator[Declared]:
    """Every declared setting, in the order of the file."""
    for section_name, section in get_type_hints(Settings).items():
        if section_name == "providers":
            continue
        types = get_type_hints(section)
        for item in dataclasses.fields(section):
            about = item.metadata["declaration"]
            yield Declared(section_name, item.name, types[item.name], item.default, about)


def value_of(settings: Settings, key: str) -> Any:
    """The value of ``section.name``."""
    section, name = key.split(".")
    return getattr(getattr(settings, section), name)


def changed_values(before: Settings, after: Settings) -> dict[str, Any]:
    """What differs, as `replace_values` takes it; providers are compared by nobody here."""
    return {
        declared.key: value_of(after, declared.key)
        for declared in declarations()
        if value_of(before, declared.key) != value_of(after, declared.key)
    }


def replace_values(settings: Settings, changes: Mapping[str, Any]) -> Settings:
    """A copy with ``{"section.name": value}`` set, each value checked against its declaration.

    Raises `GhostPilotError` that names the first setting whose value does not fit.
    """
    known = {declared.key: declared for declared in declarations()}
    for key, value in changes.items():
        declared = known.get(key)
        if declared is None:
            raise GhostPilotError(f"There is no setting {key}", next_step="Remove or correct it.")
        section = getattr(settings, declared.section)
        fitting = check_value(declared, value)
        section = dataclasses.replace(section, **{declared.name: fitting})
        settings = dataclasses.replace(settings, **{declared.section: section})
    return settings
