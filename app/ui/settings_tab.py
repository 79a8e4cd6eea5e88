"""The settings: a page for each section, made from the declarations alone, with a search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core import settings
from app.core.errors import GhostPilotError
from app.core.settings import Settings, declarations, value_of
from app.ui.desk_page import DeskPage
from app.ui.elided import ElidedLabel
from app.ui.key_field import KeyField
from app.ui.language import tr
from app.ui.setting_page import SettingPage
from app.ui.setting_row import Device, SettingRow, make_row
from app.ui.setting_words import section_words
from app.ui.settings_source import SettingsSource
from app.ui.sound_source import Sounds
from app.ui.tab_layout import search_field
from app.ui.told_words import error_words

FILES = "TOML (*.toml)"


class SettingsTab(DeskPage):
    """Shows and changes every setting. Changes made elsewhere show here at once.

    ``extra`` are pages of their own beside those of the sections: name, title, maker. Call
    `stop` before the tab goes away.
    """

    waiting_for_key = pyqtSignal(bool)
    """A field waits for keys: hotkeys in use must reach it."""

    def __init__(
        self,
        source: SettingsSource,
        sounds: Sounds | None = None,
        extra: Sequence[tuple[str, str, Callable[[], QWidget]]] = (),
    ) -> None:
        super().__init__()
        self._source = source
        self.rows: dict[str, SettingRow] = {}
        self.pages: dict[str, SettingPage] = {}
        self._names: list[str] = []
        self._titles: list[str] = []
        self._extra = {name: make for name, _, make in extra}
        self.search = search_field(tr("Search the settings"))
        self.sections = QListWidget()
        self.sections.setObjectName("sections")
        self.sections.setAccessibleName(tr("Sections of the settings"))
        self.stack = QStackedWidget()
        self._make_pages(sounds)
        for name, title, _ in extra:
            self._add(name, title, QWidget())
        self._arrange()
        self.sections.currentRowChanged.connect(self._show_section)
        self.search.textChanged.connect(self._filter)
        self.sections.setCurrentRow(0)
        self._end = source.on_change(lambda before, now: self._show(now))
        self._show(source.now)

    def stop(self) -> None:
        """Give up what is going on; nothing is shown any more."""
        self._end()
        super().stop()

    def open(self, name: str) -> None:
        """Bring the page of a section, or an extra page, to the front."""
        self.search.clear()
        self.sections.setCurrentRow(self._names.index(name))

    def apply_settings(self, chosen: settings.Overlay) -> None:
        """Take a changed theme over where something is painted."""
        for row in self.rows.values():
            if isinstance(row.control, Device):
                row.control.picker.set_theme(chosen.theme)

    def export(self, target: Path) -> None:
        """Write all settings to a file, in the background."""
        self.do(self._export(target), "export the settings")

    def take_over(self, source: Path) -> None:
        """Take over what a file states, in the background."""
        self.do(self._import(source), "import settings")

    def _make_pages(self, sounds: Sounds | None) -> None:
        theme = self._source.now.overlay.theme
        for declared in declarations():
            page = self.pages.get(declared.section)
            if page is None:
                page = SettingPage(section_words(declared.section))
                self.pages[declared.section] = page
                self._add(declared.section, section_words(declared.section), page)
            row = make_row(declared, sounds, theme)
            row.wanted.connect(self._change)
            if isinstance(row.control, KeyField):
                row.control.waiting.connect(self.waiting_for_key)
            self.rows[declared.key] = row
            page.add(row)
        for key, variable in self._source.overridden.items():
            self.rows[key].decided_by(variable)

    def _add(self, name: str, title: str, page: QWidget) -> None:
        self._names.append(name)
        self._titles.append(title)
        self.sections.addItem(QListWidgetItem(title))
        self.stack.addWidget(page)

    def _show_section(self, index: int) -> None:
        if index < 0:
            return
        make = self._extra.pop(self._names[index], None)
        if make is not None:
            old = self.stack.widget(index)
            self.stack.insertWidget(index, make())
            if old is not None:
                self.stack.removeWidget(old)
                old.deleteLater()
        self.stack.setCurrentIndex(index)

    def _show(self, now: Settings) -> None:
        for key, row in self.rows.items():
            row.show_value(value_of(now, key))

    def _change(self, key: str, value: object) -> None:
        self.do(self._changed(key, value), f"change {key}")

    async def _changed(self, key: str, value: object) -> None:
        row = self.rows[key]
        try:
            await self._source.change({key: value})
            row.show_value(value_of(self._source.now, key))
        except GhostPilotError as error:
            row.tell(error_words(error))
            if not row.control.keeps_typing:
                row.show_value(value_of(self._source.now, key))

    async def _export(self, target: Path) -> None:
        await self._source.export_to(target)
        self.tell(tr("The settings were written to {file}.").format(file=target))

    async def _import(self, source: Path) -> None:
        count = await self._source.import_from(source)
        self.tell(tr("{count} settings were taken over from {file}.").format(
            count=count, file=source
        ))  # fmt: skip

    def _filter(self, text: str) -> None:
        """Leave what the words are about: sections of that name, and lines that match."""
        named: list[int] = []
        found: list[int] = []
        for index, (name, title) in enumerate(zip(self._names, self._titles, strict=True)):
            whole = text.lower() in title.lower()
            page = self.pages.get(name)
            matches = page.filter("" if whole else text) if page is not None else whole
            (named if whole else found if matches else []).append(index)
            if (item := self.sections.item(index)) is not None:
                item.setHidden(not matches)
        current = self.sections.currentRow()
        if text and (named or found) and current not in (named or found):
            self.sections.setCurrentRow((named or found)[0])

    def _arrange(self) -> None:
        side = QWidget()
        side.setObjectName("sidebar")
        self.import_button = QPushButton(tr("Import…"))
        self.import_button.clicked.connect(self._ask_import)
        self.export_button = QPushButton(tr("Export…"))
        self.export_button.clicked.connect(self._ask_export)
        file = ElidedLabel("quiet", str(self._source.file), 2)
        file.setToolTip(str(self._source.file))
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.sections, 1)
        column.addWidget(file)
        buttons = QHBoxLayout()
        buttons.addWidget(self.import_button)
        buttons.addWidget(self.export_button)
        column.addLayout(buttons)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        notice = QVBoxLayout()
        notice.setContentsMargins(24, 12, 24, 0)
        notice.addWidget(self.trouble_line)
        right.addLayout(notice)
        right.addWidget(self.stack, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(side, 2)
        line.addLayout(right, 7)
        QWidget.setTabOrder(self.search, self.sections)

    def _ask_export(self) -> None:
        dialog = QFileDialog(self, tr("Export"), "", FILES)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("toml")
        dialog.selectFile("ghostpilot-settings.toml")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.export(Path(name)))
        dialog.open()

    def _ask_import(self) -> None:
        dialog = QFileDialog(self, tr("Import"), "", FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take_over(Path(name)))
        dialog.open()
