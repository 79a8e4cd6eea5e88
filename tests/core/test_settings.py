"""A changed copy of the settings has only values that fit their declarations."""

from __future__ import annotations

import pytest

from app.core.errors import GhostPilotError
from app.core.settings import Settings, replace_values


def test_a_change_makes_a_copy() -> None:
    before = Settings()
    after = replace_values(before, {"overlay.font_size": 20, "notes.folders": ["a", "b"]})
    assert before.overlay.font_size == 15
    assert after.overlay.font_size == 20
    assert after.notes.folders == ("a", "b")


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("audio.backend", "telepathy", "one of auto"),
        ("overlay.font_size", "large", "a whole number"),
        ("overlay.font_size", True, "a whole number"),
        ("overlay.opacity", 7, "from 0.3 to 1"),
        ("overlay.opacity", float("nan"), "from 0.3 to 1"),
        ("answers.budget_ms", -1, "0 or more"),
        ("audio.me", "yes", "true or false"),
        ("notes.folders", "one", "a list of texts"),
        ("privacy.conceal", ["email", "shoes"], "any of email, phone"),
        ("no.such", 1, "There is no setting no.such"),
    ],
)
def test_a_value_that_does_not_fit_is_named_with_what_fits(
    key: str, value: object, words: str
) -> None:
    with pytest.raises(GhostPilotError) as caught:
        replace_values(Settings(), {key: value})
    assert key in str(caught.value)
    assert words in str(caught.value)
