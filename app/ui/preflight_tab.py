"""The preflight tab: one press checks what a call needs, and says what to do about the rest."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QBrush, QColor
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core import settings
from app.core.check import Check, as_text
from app.core.tasks import spawn
from app.ui.clipboard import copy_to_clipboard
from app.ui.desk_page import DeskPage
from app.ui.language import tr
from app.ui.plain_line import plain_line
from app.ui.preflight_source import Preflight
from app.ui.styles import PALETTES
from app.ui.told_words import in_the_language

SIGNS = {"PASS": "✓", "FAIL": "✗", "SKIP": "·"}
COLOURS = {"PASS": "listening", "FAIL": "recording", "SKIP": "dim"}


class PreflightTab(DeskPage):
    """A table that fills as the checks end; what is copied is the same text as the command's."""

    def __init__(
        self, source: Preflight, chosen: settings.Overlay, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._colours = PALETTES[chosen.theme]
        self._task: asyncio.Task[None] | None = None
        self.checks: list[Check] = []
        self.start = QPushButton(tr("Check everything"), self)
        self.start.setObjectName("main")
        self.cancel = QPushButton(tr("Cancel"), self)
        self.copy = QPushButton(tr("Copy as text"), self)
        self.diagnose = QPushButton(tr("Copy diagnostics"), self)
        self.diagnose.setToolTip(
            tr("Versions, settings without private words and the last log lines, to send to others")
        )
        self.status = plain_line("quiet", parent=self)
        self.table = self._make_table()
        self.place = plain_line("quiet", parent=self)
        self.place.setText(tr("What breaks is kept in {file}").format(file=source.crash_log))
        self.place.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._arrange()
        self.start.clicked.connect(lambda: self.do(self._run(), "preflight"))
        self.cancel.clicked.connect(self._give_up)
        self.copy.clicked.connect(self._copy)
        self.diagnose.clicked.connect(lambda: self.do(self._diagnose(), "diagnostics"))
        self.status.setText(
            tr("Play something and speak while it runs. It takes 15 seconds at most.")
        )
        self._show_state()

    def apply_settings(self, chosen: settings.Overlay) -> None:
        """Draw in another theme."""
        self._colours = PALETTES[chosen.theme]
        self._show_checks()

    @property
    def text(self) -> str:
        """All lines so far, as the command prints them."""
        return "\n".join(map(as_text, self.checks))

    async def _run(self) -> None:
        if self._task is not None:
            return
        self.checks = []
        self._show_checks()
        self._task = spawn(self._check(), name="preflight checks")
        self._show_state()
        try:
            await asyncio.wait([self._task])
        finally:
            task, self._task = self._task, None
            self._show_state()
        self._tell_end(given_up=task.cancelled())
        if not task.cancelled():
            task.result()

    async def _check(self) -> None:
        self._tell_progress()
        async with aclosing(self._source.run()) as checks:
            async for check in checks:
                self.checks.append(check)
                self._add_row(check)
                self._tell_progress()

    def _give_up(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _tell_progress(self) -> None:
        done = {check.name for check in self.checks}
        left = [
            name
            for name in self._source.names
            if name not in done and not any(one.startswith(f"{name} ") for one in done)
        ]
        if left:
            self.status.setText(tr("Still checking: {names}").format(names=", ".join(left)))

    def _tell_end(self, *, given_up: bool) -> None:
        verdicts = [check.verdict for check in self.checks]
        words = tr("{passed} passed, {failed} failed, {skipped} could not be checked.").format(
            passed=verdicts.count("PASS"),
            failed=verdicts.count("FAIL"),
            skipped=verdicts.count("SKIP"),
        )
        self.status.setText(tr("Cancelled.") + " " + words if given_up else words)

    def _show_checks(self) -> None:
        self.table.setRowCount(0)
        for check in self.checks:
            self._add_row(check)

    def _add_row(self, check: Check) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        lines = (check.words, check.next_step)
        said = "\n".join(in_the_language(line) for line in lines if line)
        cells = (f"{SIGNS[check.verdict]} {check.verdict}", check.name, said)
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            if column == 0:
                colour = getattr(self._colours, COLOURS[check.verdict])
                item.setForeground(QBrush(QColor(colour)))
            item.setToolTip(text if column == 2 else "")
            self.table.setItem(row, column, item)
        self.table.resizeRowToContents(row)

    def _show_state(self) -> None:
        running = self._task is not None
        self.start.setEnabled(not running)
        self.cancel.setEnabled(running)
        self.copy.setEnabled(bool(self.checks) and not running)
        self.diagnose.setEnabled(not running)

    def _copy(self) -> None:
        copy_to_clipboard(self.text)
        self.status.setText(tr("The result is in the clipboard."))

    async def _diagnose(self) -> None:
        copy_to_clipboard(await self._source.diagnostics(self.checks))
        self.status.setText(
            tr("The diagnostics are in the clipboard. Look through them before you send them.")
        )

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 12)
        column.setSpacing(10)
        buttons = QHBoxLayout()
        for button in (self.start, self.cancel):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.copy, self.diagnose):
            buttons.addWidget(button)
        column.addLayout(buttons)
        column.addWidget(self.trouble_line)
        column.addWidget(self.status)
        column.addWidget(self.table, 1)
        column.addWidget(self.place)

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 3, self)
        table.setObjectName("checks")
        table.setAccessibleName(tr("Results of the checks"))
        table.setHorizontalHeaderLabels([tr("Result"), tr("Checked"), tr("Found, and what to do")])
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setWordWrap(True)
        table.setTabKeyNavigation(False)
        table.setVerticalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows, head = table.verticalHeader(), table.horizontalHeader()
        if rows is not None and head is not None:
            rows.hide()
            rows.setMinimumSectionSize(table.fontMetrics().height() * 2 + 10)
            head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
            head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
            head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
            head.setStretchLastSection(True)
            head.sectionResized.connect(lambda *_: table.resizeRowsToContents())
        return table
