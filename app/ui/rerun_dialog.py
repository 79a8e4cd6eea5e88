"""Asks with what a session is asked again; what is left alone is as the settings say."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.dialogs import ask_folder
from app.ui.language import tr
from app.ui.sessions_source import Choices, Wish
from app.ui.setting_words import mode_words


class RerunDialog(QDialog):
    """A small form; `wished` tells the `Wish` when the user goes ahead."""

    wished = pyqtSignal(object)

    def __init__(self, choices: Choices, turns: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self.setWindowTitle(tr("Re-run"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.provider = QComboBox(self)
        self.provider.addItem(self._as_set(", ".join(name for name, _ in choices.providers)), "")
        for name, _ in choices.providers:
            self.provider.addItem(name, name)
        self.model = QLineEdit(self)
        self.model.setEnabled(bool(choices.providers))
        self.provider.currentIndexChanged.connect(self._show_model)
        self._show_model()
        self.prompt = QComboBox(self)
        self.prompt.addItem(tr("As fits the question"), "")
        for name, title in choices.prompts:
            self.prompt.addItem(title, name)
        self.mode = QComboBox(self)
        self.mode.addItem(self._as_set(mode_words(choices.mode)), "")
        for name in choices.modes:
            self.mode.addItem(mode_words(name), name)
        self.notes = QLineEdit(self)
        self.notes.setPlaceholderText(choices.notes)
        self.notes.setClearButtonEnabled(True)
        self.notes.setMinimumWidth(320)
        choose = QPushButton(tr("Choose…"), self)
        choose.setAutoDefault(False)
        choose.clicked.connect(self._ask_folder)
        folder = QHBoxLayout()
        folder.setSpacing(6)
        folder.addWidget(self.notes, 1)
        folder.addWidget(choose)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.addRow(tr("Provider"), self.provider)
        form.addRow(tr("Model"), self.model)
        form.addRow(tr("Prompt"), self.prompt)
        form.addRow(tr("Kind of conversation"), self.mode)
        form.addRow(tr("Notes folder"), folder)
        about = QLabel(self._about(turns), self)
        about.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        go = buttons.addButton(tr("Ask again"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        if go is not None:
            go.setObjectName("main")
            go.setDefault(True)
        buttons.accepted.connect(self._wish)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(14)
        column.addWidget(about)
        column.addLayout(form)
        column.addWidget(buttons)

    def _about(self, turns: int) -> str:
        if turns == 1:
            words = tr("One question is asked again into a new session, which is then compared.")
        else:
            words = tr(
                "{count} questions are asked again into a new session, which is then compared."
            ).format(count=turns)
        if self._choices.providers:
            return words + " " + tr("Providers may charge for it.")
        return words

    def _as_set(self, what: str) -> str:
        return tr("As set: {what}").format(what=what or tr("no provider, notes only"))

    def _show_model(self) -> None:
        chosen = self.provider.currentData()
        models = dict(self._choices.providers)
        first = next(iter(self._choices.providers), ("", ""))[1]
        self.model.setPlaceholderText(models.get(chosen, first))

    def _ask_folder(self) -> None:
        ask_folder(self, tr("Notes folder"), lambda folder: self.notes.setText(str(Path(folder))))

    def _wish(self) -> None:
        self.accept()
        self.wished.emit(
            Wish(
                provider=self.provider.currentData(),
                model=self.model.text().strip(),
                prompt=self.prompt.currentData(),
                mode=self.mode.currentData(),
                notes=self.notes.text().strip(),
            )
        )
