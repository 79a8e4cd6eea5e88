"""A value fits its declaration, or it is said what would."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import pytest

from app.core.declared import Declaration, Declared, check_value, setting
from app.core.errors import GhostPilotError


def declared(kind: Any, **about: Any) -> Declared:
    return Declared("overlay", "thing", kind, None, Declaration("Thing", **about))


@pytest.mark.parametrize(
    ("kind", "about", "value", "kept"),
    [
        (int, {"low": 1}, 1, 1),
        (float, {}, 2, 2.0),
        (str, {"choices": ("a",)}, "a", "a"),
        (tuple[str, ...], {}, ["a"], ("a",)),
        (bool, {}, True, True),
    ],
)
def test_what_fits(kind: Any, about: dict[str, Any], value: object, kept: object) -> None:
    found = check_value(declared(kind, **about), value)
    assert (found, type(found)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("kind", "about", "value", "words"),
    [
        (int, {}, 1.5, "a whole number"),
        (int, {}, True, "a whole number"),
        (bool, {}, 1, "true or false"),
        (float, {"low": 1}, 0.5, "1 or more"),
        (float, {"high": 1}, 2.0, "1 or less"),
        (float, {"low": 0, "high": 1}, math.nan, "from 0 to 1"),
        (str, {"choices": ("a", "b")}, "c", "one of a, b"),
        (tuple[str, ...], {}, "a", "a list of texts"),
        (tuple[str, ...], {"choices": ("a",)}, ["b"], "a list with any of a"),
    ],
)
def test_what_does_not(kind: Any, about: dict[str, Any], value: object, words: str) -> None:
    with pytest.raises(GhostPilotError) as caught:
        check_value(declared(kind, **about), value)
    assert caught.value.next_step == f"It must be {words}."
    assert "overlay.thing" in caught.value.title


def test_a_variable_is_named_with_the_setting() -> None:
    with pytest.raises(GhostPilotError, match="or THING"):
        check_value(declared(int, env="THING"), "x")


def test_a_field_carries_its_declaration() -> None:
    @dataclasses.dataclass(frozen=True)
    class Section:
        size: int = setting(3, "Size", low=1, unit="pt", help="How big.", form="long")

    (field,) = dataclasses.fields(Section)
    about = field.metadata["declaration"]
    assert (Section().size, about.label, about.unit, about.help) == (3, "Size", "pt", "How big.")
