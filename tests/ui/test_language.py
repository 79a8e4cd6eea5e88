"""Texts stay as written until a catalogue offers better."""

from __future__ import annotations

from app.ui.language import tr, use_language


def test_english_needs_no_catalogue() -> None:
    assert use_language("en")
    assert tr("Listening") == "Listening"


def test_a_language_without_a_catalogue_is_refused() -> None:
    assert not use_language("xx")
    assert tr("Listening") == "Listening"
