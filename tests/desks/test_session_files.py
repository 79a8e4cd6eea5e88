"""A session is found by its name and read whole, without pieces, or in part."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core import paths
from app.core.errors import GhostPilotError
from app.core.events import AnswerDelta
from app.desks.session_files import SessionFiles
from tests.recorded import conversation, record


async def test_a_session_is_read_with_its_pieces_or_without(private_home: Path) -> None:
    name = record(conversation()).name
    files = SessionFiles(paths.sessions())
    whole, short = await files.read(name), await files.read(name, pieces=False)
    assert any(isinstance(event, AnswerDelta) for event in whole.events)
    assert not any(isinstance(event, AnswerDelta) for event in short.events)


async def test_a_file_in_the_open_needs_no_key(private_home: Path) -> None:
    path = record(conversation())
    files = SessionFiles(paths.sessions())
    assert await files.with_key(path.name, lambda file, key: (file, key)) == (path, None)


async def test_there_is_no_session_of_that_name(private_home: Path) -> None:
    with pytest.raises(GhostPilotError):
        await SessionFiles(paths.sessions()).read("nothing")
