"""What is done with a session as a whole asks first, and tells what came of it."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.core.tasks import spawn
from app.desks.sessions import SessionDesk
from app.ui.limits_dialog import LimitsDialog
from app.ui.session_acts import SessionActs
from app.ui.sessions_sidebar import SessionsSidebar
from app.ui.styles import PALETTES
from tests.recorded import QUESTIONS, conversation, record, until


async def acts_over(desk: SessionDesk) -> tuple[SessionActs, QWidget]:
    page = QWidget()
    sidebar = SessionsSidebar(PALETTES["dark"], page)
    sidebar.show_sessions(await desk.sessions())
    return SessionActs(desk, sidebar, lambda work, name: spawn(work, name=name), page), page


async def test_nothing_is_written_before_a_file_was_named(
    desk: SessionDesk, tmp_path: Path
) -> None:
    name = record(conversation()).name
    acts, page = await acts_over(desk)
    acts.ask_export(name, "md")
    (dialog,) = page.findChildren(QFileDialog)
    target = tmp_path / "call.md"
    assert not target.exists()
    dialog.fileSelected.emit(str(target))
    dialog.close()
    await until(target.exists)
    assert QUESTIONS[0] in target.read_text(encoding="utf-8")


async def test_a_deleted_session_is_told_of(desk: SessionDesk) -> None:
    path = record(conversation())
    acts, page = await acts_over(desk)
    changed: list[str] = []
    acts.changed.connect(changed.append)
    acts.ask_delete(path.name)
    assert path.exists()
    page.findChildren(QMessageBox)[-1].accepted.emit()
    await until(lambda: changed)
    assert not path.exists()


async def test_of_two_sessions_the_older_is_the_left_one(desk: SessionDesk) -> None:
    old, new = record(conversation()).name, record(conversation(QUESTIONS[:1])).name
    acts, page = await acts_over(desk)
    shown: list[tuple[str, str]] = []
    acts.compared.connect(lambda left, right, pairs: shown.append((left, right)))
    acts.ask_comparison(new)
    from app.ui.session_dialogs import ChooseSession

    (dialog,) = page.findChildren(ChooseSession)
    dialog.textValueSelected.emit(dialog.comboBoxItems()[0])
    dialog.close()
    await until(lambda: shown)
    rows = {row.name: row.title for row in await desk.sessions()}
    assert shown == [(rows[old], rows[new])]


async def test_a_file_of_another_machine_is_taken_in_and_shown(
    desk: SessionDesk, tmp_path: Path
) -> None:
    elsewhere = record(conversation()).rename(tmp_path / "call.gpcast")
    acts, page = await acts_over(desk)
    changed: list[str] = []
    acts.changed.connect(changed.append)
    acts.ask_import()
    (dialog,) = page.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(elsewhere))
    dialog.close()
    await until(lambda: changed)
    assert changed == [row.name for row in await desk.sessions()]


async def test_limits_show_what_would_go_before_it_goes(desk: SessionDesk) -> None:
    path = record(conversation())
    acts, page = await acts_over(desk)
    acts.ask_limits()
    await until(lambda: page.findChildren(LimitsDialog))
    (dialog,) = page.findChildren(LimitsDialog)
    await until(lambda: "No session would be deleted" in dialog.words)
    dialog.days.setValue(7)
    await until(lambda: "No session would be deleted" in dialog.words)
    dialog.agreed.emit(7, 0)
    dialog.reject()
    await until(lambda: desk._plan.settings.storage.keep_days == 7)
    assert path.exists()
