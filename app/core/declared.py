"""How one setting is declared, and whether a value fits its declaration."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from app.core.errors import GhostPilotError

Applies = Literal["live", "rebuild", "restart"]
"""``live``: read at the next use. ``rebuild``: the pipeline stops, is built anew and goes on.
``restart``: at the next start of the program."""

Form = Literal["", "long", "folders", "file", "device", "key"]
"""What a form offers besides its type's own control: several lines, folders or a file to choose,
a sound device, a key to press."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is known of a setting besides its default and type."""

    label: str
    applies: Applies = "live"
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str = ""
    env: str = ""
    """An environment variable that overrides the file."""
    help: str = ""
    """A sentence for those who do not know what the label means."""
    form: Form = ""


def setting(
    default: Any,
    label: str,
    *,
    applies: Applies = "live",
    choices: tuple[str, ...] = (),
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
    env: str = "",
    help: str = "",
    form: Form = "",
) -> Any:
    """Declare one setting as a dataclass field."""
    declaration = Declaration(label, applies, choices, low, high, unit, env, help, form)
    return field(default=default, metadata={"declaration": declaration})


@dataclass(frozen=True, slots=True)
class Declared:
    """One setting as a form or a file sees it."""

    section: str
    name: str
    type: Any
    default: Any
    about: Declaration

    @property
    def key(self) -> str:
        return f"{self.section}.{self.name}"


def check_value(declared: Declared, value: Any) -> Any:
    """The value in its declared type, or a `GhostPilotError` that says what fits."""
    about = declared.about
    if declared.type == tuple[str, ...]:
        if not isinstance(value, (list, tuple)) or not all(isinstance(one, str) for one in value):
            raise _misfit(declared, value, "a list of texts")
        if about.choices and not set(value) <= set(about.choices):
            raise _misfit(declared, value, "a list with any of " + ", ".join(about.choices))
        return tuple(value)
    if declared.type is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not declared.type:
        words = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}
        raise _misfit(declared, value, words[declared.type])
    if about.choices and value not in about.choices:
        raise _misfit(declared, value, "one of " + ", ".join(about.choices))
    too_low = about.low is not None and not value >= about.low  # so that NaN fits nowhere
    too_high = about.high is not None and not value <= about.high
    if too_low or too_high:
        raise _misfit(declared, value, _limits(about))
    return value


def _limits(about: Declaration) -> str:
    if about.high is None:
        return f"{about.low:.10g} or more"
    if about.low is None:
        return f"{about.high:.10g} or less"
    return f"from {about.low:.10g} to {about.high:.10g}"


def _misfit(declared: Declared, value: Any, fits: str) -> GhostPilotError:
    source = f" (or {declared.about.env})" if declared.about.env else ""
    return GhostPilotError(
        f"Setting {declared.key}{source} cannot be {value!r}", next_step=f"It must be {fits}."
    )
