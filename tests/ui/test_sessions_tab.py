"""A recorded session is found, opened, played back, judged, exported, asked again and deleted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import QDate
from PyQt6.QtWidgets import QDialogButtonBox, QFileDialog, QMessageBox, QPushButton

from app.core import paths, settings
from app.core.errors import GhostPilotError
from app.core.events import Answer
from app.desks.sessions import SessionDesk
from app.store.blobs import sound_path
from app.store.sessions import read_session
from app.ui.main_window import MainWindow
from app.ui.rerun_dialog import RerunDialog
from app.ui.sessions_source import Wish
from app.ui.sessions_tab import SessionsTab
from app.ui.two_lines import RECORD
from tests.recorded import QUESTIONS, conversation, record, until


@pytest.fixture
async def window(desk: SessionDesk) -> AsyncIterator[MainWindow]:
    made = MainWindow(settings.Overlay())
    made.add_tab("sessions", "Sessions", lambda: SessionsTab(desk, settings.Overlay()))
    made.open("sessions")
    yield made
    made.hide()


def tab_of(window: MainWindow) -> SessionsTab:
    tab = window.tab("sessions")
    assert isinstance(tab, SessionsTab)
    return tab


async def opened(window: MainWindow) -> SessionsTab:
    tab = tab_of(window)
    names: list[str] = []
    tab.opened.connect(names.append)
    tab.refresh()
    await until(lambda: names and tab.view.figures.words[5] != "…")
    return tab


def button(parent: object, text: str) -> QPushButton:
    (found,) = [b for b in parent.findChildren(QPushButton) if b.text() == text]
    return found


async def test_a_session_taken_in_is_the_one_on_show(window: MainWindow, tmp_path: Path) -> None:
    path = record(conversation())
    source = path.rename(tmp_path / path.name)
    here = record(conversation())
    with here.open("ab") as stream:
        stream.write(b"torn")
    tab = await opened(window)
    tab.acts._do(tab.acts._import(source), "import")
    await until(lambda: len(tab.sidebar.rows) == 2)
    await until(lambda: tab._shown != here.name)
    assert tab._shown == tab.sidebar.list.currentIndex().data(RECORD).name


async def test_the_story_of_a_recording(window: MainWindow, tmp_path: Path) -> None:
    path = record(conversation())
    tab = await opened(window)
    view = tab.view
    assert view.conversation.rows.rowCount() == 3
    assert view.replay.content.question.text() == QUESTIONS[0]

    tab.sidebar.search.setText("mentor")
    await until(lambda: tab.sidebar.hits.rowCount() == 1)
    tab.sidebar.found.setCurrentIndex(tab.sidebar.hits.index(0, 0))
    await until(lambda: view.turn is not None and view.turn.number == 2)
    await until(lambda: view.replay.content.question.text() == QUESTIONS[1])

    view.replay.bar.speeds.setCurrentIndex(4)
    button(view, "Play back").click()
    await until(lambda: view.replay.playing)
    assert view.replay.player is not None
    assert view.replay.player.turn >= 1
    await until(lambda: not view.replay.playing)
    last = [e for e in read_session(path).events if isinstance(e, Answer)][-1]
    assert view.replay.content.answer.markdown == last.text
    assert view.turn is not None and view.turn.number == 3

    target = tmp_path / "call.html"
    view.header.export_wanted.emit("html")
    (dialog,) = tab.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(target))
    dialog.close()
    await until(target.exists)
    assert QUESTIONS[2] in target.read_text(encoding="utf-8")
    assert tab.trouble == ""


async def test_sound_that_cannot_be_heard_is_one_sentence_and_the_rest_plays(
    window: MainWindow,
) -> None:
    path = record(conversation())
    sound_path(path).parent.mkdir()
    sound_path(path).write_bytes(b"no sound")
    tab = await opened(window)
    button(tab.view, "Play back").click()
    await until(lambda: tab.view.replay.playing)
    assert "The sound of this session cannot be played" in tab.trouble
    assert tab.view.replay.sound.isHidden()
    tab.view.replay.stop()


async def test_a_title_and_a_verdict_reach_the_file(window: MainWindow, desk: SessionDesk) -> None:
    name = record(conversation()).name
    tab = await opened(window)
    tab.view.header.title.setText("Acme")
    tab.view.header.title.editingFinished.emit()
    await until(lambda: tab.sidebar.sessions.rows[0].title == "Acme")
    tab.view.verdict.note.setText("Just right")
    button(tab.view, "Good").click()
    assert tab.view.conversation.rows.verdicts == {1: True}
    await until(lambda: "v" in [m.code for m in read_session(tab_path(name)).marks])
    await until(lambda: tab.view._details is not None and "q1" in tab.view._details.verdicts)
    assert (await desk.details(name)).verdicts["q1"].note == "Just right"


def tab_path(name: str) -> Path:
    return paths.sessions() / name


async def test_filters_narrow_the_list_and_hiding_them_ends_that(window: MainWindow) -> None:
    record(conversation())
    record(conversation(QUESTIONS[:1]))
    tab = await opened(window)
    side = tab.sidebar
    button(side, "Filters").click()
    side.filters.note.setText("none.md")
    await until(lambda: side.sessions.rowCount() == 0)
    assert side._count.text() == "0 of 2 sessions"
    button(side, "Filters").click()
    await until(lambda: side.sessions.rowCount() == 2)
    side.search.setText("mentored")
    await until(lambda: side.hits.rowCount() == 1)
    button(side, "Filters").click()
    side.filters.mode.setCurrentText("meeting")
    side.filters.when.setCurrentIndex(4)
    side.filters.until.setDate(QDate(2020, 1, 2))
    side.filters.since.setDate(QDate(2020, 1, 1))
    await until(lambda: side.hits.rowCount() == 0)


async def test_deleting_asks_first(window: MainWindow) -> None:
    path = record(conversation())
    tab = await opened(window)
    for answer, there in (("Keep", True), ("Delete", False)):
        tab.view.header.delete_wanted.emit()
        box = tab.findChildren(QMessageBox)[-1]
        button(box, answer).click()
        await until(lambda there=there: path.exists() == there)
    await until(lambda: tab.sidebar.sessions.rowCount() == 0)
    assert tab._pages.currentWidget() is tab._empty


async def test_a_rerun_shows_progress_can_be_cancelled_and_is_compared(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, desk: SessionDesk
) -> None:
    old = record(conversation()).name
    tab = await opened(window)

    async def rerun(
        name: str,
        wish: Wish,
        progress: Callable[[int, int], None],
        stopping: Callable[[], bool],
    ) -> str:
        assert wish == Wish(mode="support")
        progress(1, 3)
        await until(stopping)
        return record(conversation(QUESTIONS[:1]), linked=name).name

    monkeypatch.setattr(desk, "rerun", rerun)
    button(tab.view, "Re-run…").click()
    await until(lambda: tab.findChildren(RerunDialog))
    (dialog,) = tab.findChildren(RerunDialog)
    dialog.mode.setCurrentText("Support")
    button(dialog, "Ask again").click()
    await until(lambda: tab.view.header.progress.value() == 1)
    assert not button(tab.view, "Re-run…").isEnabled()
    tab.view.header.cancel.click()
    await until(lambda: tab._pages.currentWidget() is tab.comparison)
    assert {row.linked for row in tab.sidebar.sessions.rows} == {"", old}
    button(tab.comparison, "Back to the session").click()
    assert tab._pages.currentWidget() is tab.view


async def test_two_sessions_are_compared_by_choice(window: MainWindow) -> None:
    record(conversation())
    record(conversation(QUESTIONS[:2]))
    tab = await opened(window)
    button(tab.view, "Compare…").click()
    from app.ui.session_dialogs import ChooseSession

    dialog = tab.findChildren(ChooseSession)[-1]
    ok = dialog.findChild(QDialogButtonBox)
    assert ok is not None
    dialog.textValueSelected.emit(dialog.comboBoxItems()[0])
    dialog.close()
    await until(lambda: tab._pages.currentWidget() is tab.comparison)


async def test_what_fails_is_said_in_the_window(
    window: MainWindow, desk: SessionDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse() -> list[object]:
        raise GhostPilotError("The index is in use", next_step="Try again.")

    monkeypatch.setattr(desk, "sessions", refuse)
    tab = tab_of(window)
    tab.refresh()
    await until(lambda: "The index is in use" in tab.trouble)


async def test_another_theme_is_taken_over(window: MainWindow) -> None:
    record(conversation())
    tab = await opened(window)
    window.apply_settings(settings.Overlay(theme="light"))
    tab.apply_settings(settings.Overlay(theme="light"))
    assert tab.grab().toImage().pixelColor(400, 3).lightness() > 200


async def test_an_index_that_cannot_be_kept_is_told_and_the_sessions_are_there(
    window: MainWindow,
) -> None:
    record(conversation())
    paths.cache().write_text("no folder")
    tab = await opened(window)
    await until(lambda: "made anew each time" in tab.trouble)
    assert tab.sidebar.sessions.rowCount() == 1
