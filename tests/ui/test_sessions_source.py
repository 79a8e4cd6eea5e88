"""The desk offers what the window asks for, and every form of export is known to both."""

from __future__ import annotations

from app.desks.sessions import SessionDesk
from app.store.export import FORMS as EXPORTS
from app.ui.sessions_source import FORMS, Sessions
from tests.ui.sources import assert_offers


def test_the_desk_implements_it_with_coroutines() -> None:
    assert_offers(SessionDesk, Sessions)


def test_every_form_can_be_exported() -> None:
    assert set(FORMS) == set(EXPORTS)
