"""What the sessions tab asks before it writes, deletes or compares; none of them blocks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from app.ui.language import tr
from app.ui.session_header import form_words
from app.ui.session_words import day

if TYPE_CHECKING:
    from app.store.rows import SessionRow

MOST_CHOICES = 500


def where_to_export(parent: QWidget, name: str, form: str) -> QFileDialog:
    """Ask for the file of an export; `fileSelected` tells it."""
    dialog = QFileDialog(parent, tr("Export"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(form_words(form).replace("(.", "(*."))
    dialog.setDefaultSuffix(form)
    dialog.selectFile(f"{Path(name).stem}.{form}")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def which_to_import(parent: QWidget) -> QFileDialog:
    """Ask for a session file; `fileSelected` tells it."""
    dialog = QFileDialog(parent, tr("Import a session"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([tr("Sessions (*.gpcast)"), tr("All files (*)")])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def really_delete(parent: QWidget, row: SessionRow) -> QMessageBox:
    """Ask before a session is deleted; `accepted` means yes, and keeping is the default."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(tr("Delete"))
    box.setText(tr("Delete this session for good?"))
    words = tr("{title}\n\nIts images, its sound and its words in the search go with it.")
    box.setInformativeText(words.format(title=row.title or row.name))
    box.addButton(tr("Delete"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(tr("Keep"), QMessageBox.ButtonRole.RejectRole))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


class ChooseSession(QInputDialog):
    """A choice among sessions."""

    chosen = pyqtSignal(object)
    """The `SessionRow`."""

    def __init__(self, parent: QWidget, rows: Sequence[SessionRow]) -> None:
        super().__init__(parent)
        self._rows = {f"{day(row.started)}   {row.title}   [{row.name}]": row for row in rows}
        self.setWindowTitle(tr("Compare"))
        self.setLabelText(tr("Compare this session with"))
        self.setOkButtonText(tr("Compare"))
        self.setCancelButtonText(tr("Cancel"))
        self.setComboBoxItems(list(self._rows))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.textValueSelected.connect(lambda text: self.chosen.emit(self._rows[text]))


def compare_with(
    parent: QWidget, this: SessionRow, rows: Sequence[SessionRow]
) -> ChooseSession | None:
    """Ask which session to compare with, those linked to this one first; None without others."""
    others = [row for row in rows if row.name != this.name]
    others.sort(key=lambda row: not (row.linked == this.name or this.linked == row.name))
    return ChooseSession(parent, others[:MOST_CHOICES]) if others else None
