"""What the user does with a session as a whole: ask it again, compare, export, delete it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QWidget

from app.ui.language import tr
from app.ui.limits_dialog import LimitsDialog
from app.ui.rerun_dialog import RerunDialog
from app.ui.session_dialogs import compare_with, really_delete, where_to_export, which_to_import
from app.ui.session_words import day
from app.ui.sessions_sidebar import SessionsSidebar
from app.ui.sessions_source import Sessions, Wish

if TYPE_CHECKING:
    from app.store.rows import SessionRow

Do = Callable[[Coroutine[Any, Any, None], str], object]
"""Runs something under a name and tells the user what went wrong with it."""


class SessionActs(QObject):
    """Asks what must be asked, then has the store do it. Dialogs stand before ``page``."""

    progressed = pyqtSignal(int, int)
    """Turns of a re-run that are done, and all of them; 0 of 0 when it is over."""
    compared = pyqtSignal(str, str, object)
    """Titles of two sessions, and their `Pair`s."""
    changed = pyqtSignal(str)
    """There are other sessions than before; the one to show, or empty."""

    def __init__(self, source: Sessions, sidebar: SessionsSidebar, do: Do, page: QWidget) -> None:
        super().__init__(page)
        self._source, self._sidebar, self._do, self._page = source, sidebar, do, page
        self._stop_rerun = False
        self._limits: LimitsDialog | None = None

    def ask_rerun(self, name: str, turns: int) -> None:
        """Ask with what, ask the session's questions again, then compare the two."""
        self._do(self._ask_rerun(name, turns), "ask about a re-run")

    def cancel_rerun(self) -> None:
        """End a re-run after the turn in flight."""
        self._stop_rerun = True

    def ask_comparison(self, name: str) -> None:
        """Ask with which session this one is compared."""
        dialog = compare_with(self._page, self._known(name), self._sidebar.rows)
        if dialog is not None:
            dialog.chosen.connect(lambda other: self._compare_with(name, other))
            dialog.open()

    def ask_export(self, name: str, form: str) -> None:
        """Ask where a session is written to, as one of `FORMS`."""
        dialog = where_to_export(self._page, name, form)
        dialog.fileSelected.connect(
            lambda target: self._do(self._export(name, form, target), "export a session")
        )
        dialog.open()

    def ask_delete(self, name: str) -> None:
        """Delete a session if the user means it."""
        box = really_delete(self._page, self._known(name))
        box.accepted.connect(lambda: self._do(self._delete(name), "delete a session"))
        box.open()

    def ask_import(self) -> None:
        """Ask for a session file of another machine and take it in."""
        dialog = which_to_import(self._page)
        dialog.fileSelected.connect(
            lambda file: self._do(self._import(Path(file)), "import a session")
        )
        dialog.open()

    def ask_limits(self) -> None:
        """Ask how long sessions stay, showing beforehand what that would delete now."""
        self._do(self._ask_limits(), "ask about storage")

    async def _ask_limits(self) -> None:
        dialog = LimitsDialog(*await self._source.limits(), self._page)
        self._limits = dialog
        dialog.finished.connect(self._forget_limits)
        dialog.changed.connect(
            lambda days, mb: self._do(self._preview(dialog, days, mb), "look at limits")
        )
        dialog.agreed.connect(lambda days, mb: self._do(self._limit(days, mb), "limit storage"))
        dialog.open()
        await self._preview(dialog, dialog.days.value(), dialog.mb.value())

    async def _preview(self, dialog: LimitsDialog, days: int, mb: int) -> None:
        doomed = await self._source.doomed(days, mb)
        if self._limits is dialog:  # else it was closed meanwhile
            dialog.show_doomed(days, mb, doomed)

    def _forget_limits(self) -> None:
        self._limits = None

    async def _limit(self, days: int, mb: int) -> None:
        gone = await self._source.limit(days, mb)
        if gone:
            self.changed.emit("")

    async def _import(self, file: Path) -> None:
        name = await self._source.take_in(file)
        self._sidebar.show_sessions(await self._source.sessions())
        self.changed.emit(name)

    async def _ask_rerun(self, name: str, turns: int) -> None:
        dialog = RerunDialog(await self._source.choices(), turns, self._page)
        dialog.wished.connect(lambda wish: self._do(self._rerun(name, wish, turns), "re-run"))
        dialog.open()

    async def _rerun(self, old: str, wish: Wish, turns: int) -> None:
        self._stop_rerun = False
        self.progressed.emit(0, turns)
        try:
            new = await self._source.rerun(
                old, wish, self.progressed.emit, lambda: self._stop_rerun
            )
        finally:
            self.progressed.emit(0, 0)
            self._sidebar.show_sessions(await self._source.sessions())
            self.changed.emit("")
        await self._compare(old, new)

    async def _compare(self, old: str, new: str) -> None:
        pairs = await self._source.compare(old, new)
        rows = [self._known(name) for name in (old, new)]
        titles = [row.title for row in rows]
        if titles[0] == titles[1]:
            titles = [day(row.started) for row in rows]
        self.compared.emit(titles[0], titles[1], pairs)

    def _compare_with(self, name: str, other: SessionRow) -> None:
        old, new = sorted((self._known(name), other), key=lambda row: row.started)
        self._do(self._compare(old.name, new.name), "compare sessions")

    async def _export(self, name: str, form: str, target: str) -> None:
        await self._source.export(name, form, Path(target))
        self._sidebar.say(tr("Written: {file}").format(file=Path(target).name))

    async def _delete(self, name: str) -> None:
        await self._source.delete(name)
        self.changed.emit("")

    def _known(self, name: str) -> SessionRow:
        row = self._sidebar.row(name)
        assert row is not None, f"{name} is not listed"
        return row
