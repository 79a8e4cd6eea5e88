"""How long sessions stay, with what would go at once under these limits, before anything goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.ui.language import tr
from app.ui.session_words import day

if TYPE_CHECKING:
    from app.store.retention import Doomed

TYPING_MS = 200
MOST_LISTED = 500


class LimitsDialog(QDialog):
    """Two limits and a preview. Nothing is deleted before `agreed`, and keeping is the default."""

    changed = pyqtSignal(int, int)
    """Other limits are looked at, in days and MB, 0 for none: answer with `show_doomed`."""
    agreed = pyqtSignal(int, int)
    """These limits are to hold from now on."""

    def __init__(self, days: int, mb: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Storage"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self._ask)
        self.days = self._number(days, 36_500, tr("for ever"), tr(" days"))
        self.mb = self._number(mb, 1_000_000, tr("no limit"), tr(" MB"))
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.addRow(tr("Keep sessions for"), self.days)
        form.addRow(tr("Keep at most"), self.mb)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Sessions that would be deleted"))
        self.list.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.list.setMinimumSize(460, 180)
        buttons = QDialogButtonBox(self)
        go = buttons.addButton(tr("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        stay = buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        assert go is not None and stay is not None
        self._go = go
        go.setAutoDefault(False)
        stay.setDefault(True)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self._words)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)
        self._wait()

    @property
    def words(self) -> str:
        """What the limits would do, in a sentence."""
        return self._words.text()

    def show_doomed(self, days: int, mb: int, doomed: Sequence[Doomed]) -> None:
        """Show what these limits would delete, if they are still the ones looked at."""
        if (days, mb) != (self.days.value(), self.mb.value()):
            return
        self.list.clear()
        for item in doomed[:MOST_LISTED]:
            self.list.addItem(f"{day(item.started.isoformat())}   {size(item.bytes)}")
            line = self.list.item(self.list.count() - 1)
            if line is not None:
                line.setToolTip(item.path.name)
        whole = size(sum(item.bytes for item in doomed))
        if not doomed:
            self._words.setText(tr("No session would be deleted now."))
        elif len(doomed) == 1:
            self._words.setText(tr("1 session would be deleted now: {size}.").format(size=whole))
        else:
            words = tr("{count} sessions would be deleted now: {size}.")
            self._words.setText(words.format(count=len(doomed), size=whole))
        self._go.setText(tr("Apply and delete") if doomed else tr("Apply"))
        self._go.setEnabled(True)

    def _changed(self) -> None:
        self._wait()
        self._typing.start(TYPING_MS)

    def _wait(self) -> None:
        """Nothing can be agreed to before it was shown what it means."""
        self._go.setEnabled(False)
        self._words.setText("…")

    def _ask(self) -> None:
        self.changed.emit(self.days.value(), self.mb.value())

    def _agree(self) -> None:
        self.accept()
        self.agreed.emit(self.days.value(), self.mb.value())

    def _number(self, value: int, most: int, none: str, unit: str) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(0, most)
        box.setValue(value)
        box.setSpecialValueText(none)
        box.setSuffix(unit)
        box.valueChanged.connect(self._changed)
        return box


def size(count: int) -> str:
    """Bytes in words."""
    return f"{count / 1e6:.1f} MB" if count >= 50_000 else f"{count / 1e3:.1f} kB"
