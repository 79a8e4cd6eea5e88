"""The desk offers what the window asks for, and every form of export is known to both."""

from __future__ import annotations

import inspect

from app.desks.sessions import SessionDesk
from app.store.export import FORMS as EXPORTS
from app.ui.sessions_source import FORMS, Sessions


def test_the_desk_implements_it_with_coroutines() -> None:
    wanted = [name for name in vars(Sessions) if not name.startswith("_")]
    assert len(wanted) == 21
    for name in wanted:
        assert inspect.iscoroutinefunction(getattr(SessionDesk, name)), name
        ours, theirs = (inspect.signature(getattr(c, name)) for c in (Sessions, SessionDesk))
        assert list(ours.parameters) == list(theirs.parameters)


def test_every_form_can_be_exported() -> None:
    assert set(FORMS) == set(EXPORTS)
