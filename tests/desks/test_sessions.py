"""The desk reads and writes sessions in workers, and asks one again as the command does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from app.core import paths
from app.core.errors import GhostPilotError
from app.core.events import Answer, Question
from app.core.settings import Settings
from app.desks.sessions import SessionDesk
from app.desks.settings import SettingsDesk
from app.parts import Plan
from app.store.blobs import sound_path
from app.store.gpcast import decode_header, encode_header
from app.store.search import Filters
from app.store.sessions import read_session
from tests.recorded import QUESTIONS, conversation, record
from tests.session_samples import passage


@pytest.fixture
async def desk(private_home: Path) -> AsyncIterator[SessionDesk]:
    made = SessionDesk(Plan(Settings()))
    yield made
    await made.aclose()


async def test_sessions_turns_and_talk_are_read(desk: SessionDesk) -> None:
    assert await desk.sessions() == []
    name = record(conversation()).name
    (row,) = await desk.sessions()
    assert (row.name, row.turns) == (name, 3)
    rows = await desk.turns(name)
    assert [row.question for row in rows] == list(QUESTIONS)
    assert len(await desk.said(name)) == 3
    events = await desk.turn(name, rows[1])
    assert [event.text for event in events if isinstance(event, Question)] == [QUESTIONS[1]]
    assert sum(isinstance(event, Answer) for event in events) == 1
    assert (await desk.details(name)).figures.turns == 3
    assert [hit.turn for hit in await desk.search("mentor", Filters())] == [2]


async def test_sound_is_there_only_where_it_was_kept(desk: SessionDesk) -> None:
    path = record(conversation())
    assert await desk.sound(path.name, print) is None
    kept = sound_path(path)
    kept.parent.mkdir()
    soundfile.write(kept, np.zeros((1600, 2)), 16000, format="FLAC")
    sound = await desk.sound(path.name, print)
    assert sound is not None
    sound.choose("me", 0.5)
    sound.close()
    kept.write_bytes(b"no sound")
    with pytest.raises(GhostPilotError, match="cannot be played"):
        await desk.sound(path.name, print)


async def test_title_and_verdict_are_kept(desk: SessionDesk) -> None:
    name = record(conversation()).name
    await desk.entitle(name, "Acme, second call")
    await desk.judge(name, "q2", False, "Wrong team")
    (row,) = await desk.sessions()
    assert row.title == "Acme, second call"
    assert [turn.good for turn in await desk.turns(name)] == [None, False, None]
    assert (await desk.details(name)).verdicts["q2"].note == "Wrong team"


async def test_a_whole_session_is_read_again_only_when_it_changed(
    desk: SessionDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = record(conversation()).name
    read: list[Path] = []

    def counted(path: Path, **options: Any) -> Any:
        read.append(path)
        return read_session(path, **options)

    monkeypatch.setattr("app.store.sessions.read_session", counted)
    assert await desk.details(name) == await desk.details(name)
    assert len(read) == 1
    await desk.judge(name, "q1", True, "Just right")
    read.clear()
    assert (await desk.details(name)).verdicts["q1"].note == "Just right"
    assert len(read) == 1


async def test_a_session_is_written_as_a_document_and_deleted(
    desk: SessionDesk, tmp_path: Path
) -> None:
    path = record(conversation())
    await desk.export(path.name, "md", tmp_path / "call.md")
    assert QUESTIONS[0] in (tmp_path / "call.md").read_text(encoding="utf-8")
    with pytest.raises(GhostPilotError, match="cannot be written"):
        await desk.export(path.name, "md", tmp_path / "call.md" / "call.md")
    await desk.delete(path.name)
    assert not path.exists()
    assert await desk.sessions() == []


async def test_filters_narrow_the_search_and_the_list(desk: SessionDesk) -> None:
    name = record(conversation()).name
    await desk.sessions()
    note = passage().note
    for filters, left in (
        (Filters(mode="meeting", note=note), {name}),
        (Filters(since=date.today(), until=date.today()), {name}),
        (Filters(mode="support"), set()),
        (Filters(provider="nobody"), set()),
        (Filters(note="none.md"), set()),
        (Filters(until=date(2020, 1, 1)), set()),
    ):
        assert await desk.matching(filters) == left, filters
        assert {hit.session for hit in await desk.search("mentored", filters)} == left, filters


async def test_a_session_is_taken_in_once_and_a_bad_file_is_refused(
    desk: SessionDesk, tmp_path: Path
) -> None:
    path = record(conversation())
    elsewhere = tmp_path / "call.gpcast"
    path.rename(elsewhere)
    name = await desk.take_in(elsewhere)
    assert await desk.take_in(elsewhere) == name
    assert [row.name for row in await desk.sessions()] == [name]
    bad = tmp_path / "bad.gpcast"
    bad.write_bytes(b"hello\n")
    with pytest.raises(GhostPilotError, match="is not a session file"):
        await desk.take_in(bad)


async def test_limits_are_looked_at_before_they_hold(private_home: Path) -> None:
    plan = Plan(Settings())
    SettingsDesk(plan, print)
    desk = SessionDesk(plan)
    path = record(conversation())
    first, rest = path.read_bytes().split(b"\n", 1)
    header = replace(decode_header(first), started="2020-01-01T10:00:00+00:00")
    path.write_bytes(encode_header(header) + rest)
    assert await desk.limits() == (0, 0)
    (doomed,) = await desk.doomed(30, 0)
    assert doomed.path == path and path.exists()
    assert await desk.limits() == (0, 0)
    assert [gone.path for gone in await desk.limit(30, 0)] == [path]
    assert await desk.sessions() == []
    assert await desk.limits() == (30, 0)
    assert "keep_days = 30" in paths.settings_file().read_text(encoding="utf-8")
    await desk.aclose()
