"""What is done with a session as a whole asks first, and tells what came of it."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.core.tasks import spawn
from app.desks.sessions import SessionDesk
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
