"""The files of the desk fit what the windows ask of them."""

from __future__ import annotations

import inspect

from app.desks.note_files import NoteFiles as Desk
from app.ui.opening_source import NoteFiles


def test_the_desk_offers_every_call_with_the_same_arguments() -> None:
    for name in ("editor", "read", "folder"):
        wanted = inspect.signature(getattr(NoteFiles, name))
        assert inspect.signature(getattr(Desk, name)) == wanted
