"""Events as plain JSON objects and back: the form other programs read from the command line."""

from __future__ import annotations

import dataclasses
import math
import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from app.core import events
from app.core.events import Event

NAMES: dict[type[Any], str] = {
    events.Speech: "speech",
    events.Transcript: "transcript",
    events.Question: "question",
    events.Passages: "passages",
    events.AnswerDelta: "delta",
    events.Answer: "answer",
    events.Attempt: "attempt",
    events.Egress: "egress",
    events.Health: "health",
    events.Info: "info",
    events.Status: "status",
    events.Problem: "problem",
}
"""The word that stands under ``type`` for each kind of event."""

_CLASSES = {name: kind for kind, name in NAMES.items()}
_ORDER: dict[type[Any], tuple[str, ...]] = {
    events.Passage: ("id", "note", "heading", "line", "text", "score", "why", "path"),
    events.Answer: (
        *("question", "text", "provider", "model", "ended", "usage", "timing", "citations"),
        *("at", "emitted"),
    ),
}
_MOST = 1 << 53  # beyond it JSON readers no longer agree on whole numbers
_LEFT_OUT_WHEN_EMPTY = {"heard"}


def to_json(event: Event) -> dict[str, Any]:
    """The event as JSON values, ``type`` first; times in seconds, rounded to microseconds."""
    return {"type": NAMES[type(event)], **_plain(event)}


def from_json(value: Mapping[str, Any]) -> Event:
    """The event that `to_json` made this of; unknown keys are ignored.

    Raises ValueError when it is no event: a missing or ill-typed value, an unknown type.
    """
    name = value.get("type")
    kind: Any = _CLASSES.get(name) if isinstance(name, str) else None
    if kind is None:
        raise ValueError(f"unknown type {name!r:.40}")
    event: Event = decoder(kind)(value)
    return event


def _plain(value: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    kind: Any = type(value)
    for name in _fields(kind):
        item = _value(getattr(value, name))
        if item != "" or name not in _LEFT_OUT_WHEN_EMPTY:
            plain[name] = item
    return plain


def _value(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    return _plain(value) if dataclasses.is_dataclass(value) else value


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return _ORDER.get(kind) or tuple(item.name for item in dataclasses.fields(kind))


Decoder = Callable[[Any], Any]


@cache
def decoder(kind: Any) -> Decoder:
    """A function from JSON values to ``kind``, raising ValueError for what does not fit."""
    origin = get_origin(kind)
    if dataclasses.is_dataclass(kind):
        return _of_dataclass(kind)
    if origin is Literal:
        return _of_choices(get_args(kind))
    if origin in (Union, types.UnionType):
        (inner,) = (item for item in get_args(kind) if item is not type(None))
        some = decoder(inner)
        return lambda value: None if value is None else some(value)
    if origin is tuple:
        return _of_list(decoder(get_args(kind)[0]))
    if kind is float:
        return _number
    if kind is int:
        return _whole_number
    return _of_type(kind)


def _of_dataclass(kind: Any) -> Decoder:
    hints = get_type_hints(kind)
    parts = [
        (item.name, decoder(hints[item.name]), item.default is dataclasses.MISSING)
        for item in dataclasses.fields(kind)
    ]

    def decode(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise ValueError(f"{kind.__name__}: not an object")
        found = {}
        for name, decode_part, required in parts:
            if name in value:
                try:
                    found[name] = decode_part(value[name])
                except ValueError as error:
                    raise ValueError(f"{name}: {error}") from None
            elif required:
                raise ValueError(f"{name} is missing")
        return kind(**found)

    return decode


def _of_choices(choices: tuple[Any, ...]) -> Decoder:
    def decode(value: Any) -> Any:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(f"{value!r:.40} is not one of {', '.join(choices)}")
        return value

    return decode


def _of_list(item: Decoder) -> Decoder:
    def decode(value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            raise ValueError("not a list")
        return tuple(item(part) for part in value)

    return decode


def _of_type(kind: type[Any]) -> Decoder:
    def decode(value: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"{value!r:.40} is no {kind.__name__}")
        return value

    return decode


def _whole_number(value: Any) -> int:
    if type(value) is not int or abs(value) >= _MOST:
        raise ValueError(f"{value!r:.40} is no int")
    return value


def _number(value: Any) -> float:
    if type(value) is int and abs(value) < _MOST:
        return float(value)
    if type(value) is not float or not math.isfinite(value):
        raise ValueError(f"{value!r:.40} is no number")
    return value
