"""The knowledge tab: which folders are searched, what of them is found, and why."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QDateTime, QLocale, QModelIndex, Qt, QTimer, QUrl, pyqtSignal
from PyQt6.QtGui import QHideEvent, QShowEvent
from PyQt6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTableView,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.core import settings
from app.core.events import Passages
from app.ui.found_page import found_page
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
from app.ui.tab_page import TabPage, quiet_line

TYPING_MS = 150
"""A search waits this long for the next letter."""
PULSE_MS = 400


class KnowledgeTab(TabPage):
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
        self.folders = QListWidget(self)
        self.folders.setAccessibleName(tr("Notes folders"))
        self.folders.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.folders.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.add = QPushButton(tr("Add a folder…"), self)
        self.remove = QPushButton(tr("Remove"), self)
        self.again = QPushButton(tr("Read again"), self)
        self.stop = QPushButton(tr("Stop"), self)
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName(tr("Reading the notes"))
        self.figures = quiet_line(self)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Ask your notes something…"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.found = QTextBrowser(self)
        self.found.setObjectName("preview")
        self.found.setAccessibleName(tr("Passages found"))
        self.found.setOpenLinks(False)
        if (document := self.found.document()) is not None:
            document.setDocumentMargin(12)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(tr("Show only files with these words…"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.filter.setClearButtonEnabled(True)
        self.notes, self.left_out = notes_table(), left_out_table()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._pulse = QTimer(self)
        self._arrange()
        self._connect()
        self._show_progress(None)
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
            self._show_progress(pulse.reading)
            if pulse.built_at != self._built_at and pulse.reading is None:
                self._built_at = pulse.built_at
                await self._look()
        finally:
            self._beating = False

    def _show_shelf(self, shelf: Shelf) -> None:
        view, chosen = shelf.view, self.folders.currentRow()
        self.folders.clear()
        self.folders.addItems(shelf.folders or [tr("The sample notes")])
        self.folders.setCurrentRow(min(max(0, chosen), self.folders.count() - 1))
        self.remove.setEnabled(bool(shelf.folders))
        troubles = view.troubles()
        self.notes.show_rows(note_rows(view.notes))
        self.left_out.show_rows(left_out_rows(view.skipped, troubles))
        self._pages.setTabText(1, tr("Notes ({count})").format(count=len(view.notes)))
        self._pages.setTabText(2, tr("Not read ({count})").format(count=self.left_out.count))
        when = QDateTime.fromSecsSinceEpoch(int(view.built_at))
        lines = [
            tr("{notes} notes in {chunks} pieces").format(
                notes=len(view.notes), chunks=view.chunks
            ),
            tr("{count} files need a look").format(count=len(troubles)) if troubles else "",
            tr("Last read {when}, in {seconds} s").format(
                when=QLocale().toString(when, "d MMM yyyy, hh:mm:ss"),
                seconds=f"{view.build_ms / 1000:.1f}",
            )
            if view.built_at
            else tr("Not read yet"),
            tr("{count} pieces were new").format(count=view.embedded) if view.embedded else "",
            tr("Index of {size}").format(size=_size(view.index_bytes)) if view.index_bytes else "",
            tr("Encoder {name}").format(name=view.encoder) if view.encoder else "",
            view.remark,
        ]
        self.figures.setText("\n".join(filter(None, lines)))

    def _show_progress(self, reading: tuple[int, int] | None) -> None:
        self.stop.setVisible(reading is not None)
        self.progress.setVisible(reading is not None)
        self.again.setEnabled(reading is None)
        if reading is not None:
            done, of = reading
            self.progress.setRange(0, of)
            self.progress.setValue(done)
            words = tr("{done} of {of} new pieces") if of else tr("Reading the files…")
            self.progress.setFormat(words.format(done=done, of=of))

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

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, tr("Add a folder…").rstrip("…"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda folder: self.do(self._add(folder), "add a folder"))
        dialog.open()

    async def _add(self, folder: str) -> None:
        await self._source.add_folder(folder)
        await self._read()

    async def _remove(self, folder: str) -> None:
        await self._source.remove_folder(folder)
        await self._read()

    def _remove_chosen(self) -> None:
        item = self.folders.currentItem()
        if item is not None:
            self.do(self._remove(item.text()), "remove a folder")

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
        self.add.clicked.connect(self._ask_folder)
        self.remove.clicked.connect(self._remove_chosen)
        self.again.clicked.connect(lambda: self.do(self._read(again=True), "read again"))
        self.stop.clicked.connect(lambda: self.do(self._source.stop(), "stop reading"))

    def _arrange(self) -> None:
        sidebar = QWidget(self)
        sidebar.setObjectName("sidebar")
        column = QVBoxLayout(sidebar)
        column.setContentsMargins(12, 12, 10, 12)
        column.setSpacing(8)
        caption = QLabel(tr("Notes folders"), self)
        caption.setObjectName("figureName")
        column.addWidget(caption)
        column.addWidget(self.folders, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add, 1)
        buttons.addWidget(self.remove)
        column.addLayout(buttons)
        for widget in (self.figures, self.progress, self.stop, self.again):
            column.addWidget(widget)
        self._pages = QTabWidget(self)
        self._pages.setDocumentMode(True)
        if (bar := self._pages.tabBar()) is not None:
            bar.setDrawBase(False)
            bar.setAccessibleName(tr("Passages, notes and files not read"))
        self._pages.setAccessibleName(tr("Passages, notes and files not read"))
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
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(sidebar)
        split.addWidget(right)
        split.setSizes([320, 960])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)

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


def _size(count: int) -> str:
    return QLocale().formattedDataSize(count, 1)
