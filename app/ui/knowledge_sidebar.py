"""The left side of the knowledge tab: the notes folders, and what is known of their index."""

from __future__ import annotations

from PyQt6.QtCore import QDateTime, QLocale, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QWidget,
)

from app.core.knowledge import KnowledgeView
from app.ui.dialogs import ask_folder
from app.ui.knowledge_source import Shelf
from app.ui.language import tr
from app.ui.plain_line import plain_line
from app.ui.tab_layout import side_column


class KnowledgeSidebar(QWidget):
    """Shows what it is given; what the user wants goes out as signals."""

    add_wanted = pyqtSignal(str)
    """Path of a folder to search from now on."""
    remove_wanted = pyqtSignal(str)
    """Path of a folder to search no more."""
    again_wanted = pyqtSignal()
    """Read the notes again."""
    stop_wanted = pyqtSignal()
    """Stop reading them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self.figures = plain_line("quiet", parent=self)
        self.add.clicked.connect(self._ask_folder)
        self.remove.clicked.connect(self._remove_chosen)
        self.again.clicked.connect(self.again_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self._arrange()
        self.show_progress(None)

    def show_shelf(self, shelf: Shelf) -> None:
        """The folders and the figures of their index."""
        chosen = self.folders.currentRow()
        self.folders.clear()
        self.folders.addItems(shelf.folders or [tr("The sample notes")])
        self.folders.setCurrentRow(min(max(0, chosen), self.folders.count() - 1))
        self.remove.setEnabled(bool(shelf.folders))
        self.figures.setText("\n".join(filter(None, _figures(shelf.view))))

    def show_progress(self, reading: tuple[int, int] | None) -> None:
        """How far the reading is: pieces done, and all new ones; None while nothing is read."""
        self.stop.setVisible(reading is not None)
        self.progress.setVisible(reading is not None)
        self.again.setEnabled(reading is None)
        if reading is not None:
            done, of = reading
            self.progress.setRange(0, of)
            self.progress.setValue(done)
            words = tr("{done} of {of} new pieces") if of else tr("Reading the files…")
            self.progress.setFormat(words.format(done=done, of=of))

    def _ask_folder(self) -> None:
        ask_folder(self, tr("Add a folder…").rstrip("…"), self.add_wanted.emit)

    def _remove_chosen(self) -> None:
        item = self.folders.currentItem()
        if item is not None:
            self.remove_wanted.emit(item.text())

    def _arrange(self) -> None:
        column = side_column(self)
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


def _figures(view: KnowledgeView) -> list[str]:
    """A line for each figure; empty where there is nothing to tell."""
    troubles = view.troubles()
    when = QDateTime.fromSecsSinceEpoch(int(view.built_at))
    return [
        tr("{notes} notes in {chunks} pieces").format(notes=len(view.notes), chunks=view.chunks),
        tr("{count} files need a look").format(count=len(troubles)) if troubles else "",
        tr("Last read {when}, in {seconds} s").format(
            when=QLocale().toString(when, "d MMM yyyy, hh:mm:ss"),
            seconds=f"{view.build_ms / 1000:.1f}",
        )
        if view.built_at
        else tr("Not read yet"),
        tr("{count} pieces were new").format(count=view.embedded) if view.embedded else "",
        tr("Index of {size}").format(size=QLocale().formattedDataSize(view.index_bytes, 1))
        if view.index_bytes
        else "",
        tr("Encoder {name}").format(name=view.encoder) if view.encoder else "",
        view.remark,
    ]
