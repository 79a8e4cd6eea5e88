"""The knowledge tab: which folders are searched, what of them is found, and why."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QModelIndex, Qt, QTimer, QUrl, pyqtSignal
from PyQt6.QtGui import QHideEvent, QShowEvent
from PyQt6.QtWidgets import (
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.core import settings
from app.core.events import Passages
from app.ui.desk_page import DeskPage
from app.ui.found_page import found_page
from app.ui.knowledge_sidebar import KnowledgeSidebar
from app.ui.knowledge_source import Knowledge, Shelf
from app.ui.knowledge_tables import (
    PATH,
    Table,
    left_out_rows,
    left_out_table,
    note_rows,
    notes_table,
)
from app.ui.language import tr
from app.ui.styles import PALETTES
from app.ui.tab_layout import pages_in_one, place_beside, search_field, text_page

TYPING_MS = 150
"""A search waits this long for the next letter."""
PULSE_MS = 400


class KnowledgeTab(DeskPage):
    """Folders and figures at the left; passages, notes and files left out at the right."""

    open_note_requested = pyqtSignal(str, int)
    """Path and line of a note the user wants to open."""

    def __init__(
        self, source: Knowledge, chosen: settings.Overlay, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._colours = PALETTES[chosen.theme]
        self._built_at = -1.0
        self._beating = False
        self._found: Passages | None = None
        self.sidebar = KnowledgeSidebar(self)
        self.search = search_field(tr("Ask your notes something…"), self)
        self.found = text_page(tr("Passages found"), self)
        self.filter = search_field(tr("Show only files with these words…"), self)
        self.notes, self.left_out = notes_table(), left_out_table()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._pulse = QTimer(self)
        self._arrange()
        self._connect()
        self._show_found()

    def refresh(self) -> None:
        """Read the notes if nobody did yet, and show what is known of them."""
        self.do(self._read(), "read the notes")

    def apply_settings(self, chosen: settings.Overlay) -> None:
        """Draw in another theme."""
        self._colours = PALETTES[chosen.theme]
        self._show_found()

    def showEvent(self, event: QShowEvent | None) -> None:
        """Keep up with the index while it is looked at."""
        self._pulse.start(PULSE_MS)
        self._beat()

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Nobody looks."""
        self._pulse.stop()

    def stop(self) -> None:
        """Give up what is going on; what was typed last is not looked for any more."""
        self._typing.stop()
        self._pulse.stop()
        super().stop()

    async def _read(self, again: bool = False) -> None:
        await self._look()  # which folders, and what is known of them, while they are read
        try:
            await self._source.read(again=again)
        finally:
            await self._look()

    async def _look(self) -> None:
        shelf = await self._source.look()
        self._built_at = shelf.view.built_at
        self._show_shelf(shelf)

    def _beat(self) -> None:
        if not self._beating:
            self._beating = True
            self.do_quietly(self._keep_up(), "keep up with the notes")

    async def _keep_up(self) -> None:
        try:
            pulse = await self._source.pulse()
            self.sidebar.show_progress(pulse.reading)
            if pulse.built_at != self._built_at and pulse.reading is None:
                self._built_at = pulse.built_at
                await self._look()
        finally:
            self._beating = False

    def _show_shelf(self, shelf: Shelf) -> None:
        view = shelf.view
        self.sidebar.show_shelf(shelf)
        self.notes.show_rows(note_rows(view.notes))
        self.left_out.show_rows(left_out_rows(view.skipped, view.troubles()))
        self._pages.setTabText(1, tr("Notes ({count})").format(count=len(view.notes)))
        self._pages.setTabText(2, tr("Not read ({count})").format(count=self.left_out.count))

    def _find(self) -> None:
        self.do(self._search_for(self.search.text()), "search the notes")

    async def _search_for(self, text: str) -> None:
        found = await self._source.search(text) if text.strip() else None
        if text == self.search.text():
            self._found = found
            self._show_found()
            self._pages.setCurrentIndex(0)

    def _show_found(self) -> None:
        if self._found is not None:
            self.found.setHtml(found_page(self._found, self._colours))
            return
        words = tr("Type a question above to see which passages it finds, and why.")
        self.found.setHtml(f'<p style="color: {self._colours.dim}">{words}</p>')

    def _open_found(self, link: QUrl) -> None:
        place = link.toString()
        if self._found is not None and place.isdecimal():
            passage = self._found.passages[int(place)]
            self.open_note_requested.emit(passage.path, passage.line)

    def _open_row(self, index: QModelIndex) -> None:
        self.open_note_requested.emit(index.data(PATH), 1)

    async def _add(self, folder: str) -> None:
        await self._source.add_folder(folder)
        await self._read()

    async def _remove(self, folder: str) -> None:
        await self._source.remove_folder(folder)
        await self._read()

    def _filter(self) -> None:
        for table in (self.notes, self.left_out):
            table.filter(self.filter.text())
        if self._pages.currentIndex() == 0:
            self._pages.setCurrentIndex(1)

    def _connect(self) -> None:
        self.search.textChanged.connect(partial(self._typing.start, TYPING_MS))
        self._typing.timeout.connect(self._find)
        self._pulse.timeout.connect(self._beat)
        self.filter.textChanged.connect(self._filter)
        self.found.anchorClicked.connect(self._open_found)
        side = self.sidebar
        side.add_wanted.connect(lambda folder: self.do(self._add(folder), "add a folder"))
        side.remove_wanted.connect(lambda folder: self.do(self._remove(folder), "remove a folder"))
        side.again_wanted.connect(lambda: self.do(self._read(again=True), "read again"))
        side.stop_wanted.connect(lambda: self.do(self._source.stop(), "stop reading"))

    def _arrange(self) -> None:
        self._pages = pages_in_one(tr("Passages, notes and files not read"), self)
        self._pages.addTab(self.found, tr("Passages found"))
        self._pages.addTab(self._table(self.notes, (220, 380, 70)), "")
        self._pages.addTab(self._table(self.left_out, (420,)), "")
        right = QWidget(self)
        stack = QVBoxLayout(right)
        stack.setContentsMargins(18, 12, 18, 14)
        stack.setSpacing(8)
        for widget in (self.trouble_line, self.search, self.filter):
            stack.addWidget(widget)
        stack.addWidget(self._pages, 1)
        place_beside(self, (self.sidebar, right), (320, 960))

    def _table(self, model: Table, widths: tuple[int, ...]) -> QTableView:
        view = QTableView(self)
        view.setModel(model)
        view.setAccessibleName(tr("Notes") if model is self.notes else tr("Files not read"))
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setSortingEnabled(True)
        view.setTabKeyNavigation(False)
        view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        rows, head = view.verticalHeader(), view.horizontalHeader()
        if rows is not None and head is not None:
            rows.hide()
            rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)  # thousands of equal rows
            rows.setDefaultSectionSize(view.fontMetrics().height() + 10)
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            head.setStretchLastSection(True)
            for column, width in enumerate(widths):
                view.setColumnWidth(column, width)
        view.activated.connect(self._open_row)
        return view
