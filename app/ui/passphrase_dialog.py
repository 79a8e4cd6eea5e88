"""Asks for the passphrase of the key file, twice where it is a new one; awaited, never nested."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QWidget

from app.ui.dialogs import answer_of
from app.ui.language import tr


class PassphraseDialog(QDialog):
    """One field for a passphrase that exists, two for a new one. Empty is no answer."""

    def __init__(self, new: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Passphrase for your keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        about = QLabel(
            tr(
                "This system has no keyring that encrypts. Keys can be kept in a file that only "
                "this passphrase opens; without one they are kept until GhostPilot ends."
            )
            if new
            else tr("Your keys are in a file that only your passphrase opens."),
            self,
        )
        about.setWordWrap(True)
        self._first = self._field(tr("Passphrase"))
        self._again = self._field(tr("Once more")) if new else None
        self._hint = QLabel(self)
        self._hint.setObjectName("quiet")
        buttons = QDialogButtonBox(self)
        self._open = buttons.addButton(tr("Use it"), QDialogButtonBox.ButtonRole.AcceptRole)
        without = tr("Without a passphrase") if new else tr("Not now")
        buttons.addButton(without, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(about)
        form.addRow(tr("Passphrase"), self._first)
        if self._again is not None:
            form.addRow(tr("Once more"), self._again)
        form.addRow(self._hint)
        form.addRow(buttons)
        self.setMinimumWidth(460)
        self._check()

    @property
    def passphrase(self) -> str:
        """What was typed."""
        return self._first.text()

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setAccessibleName(name)
        field.textChanged.connect(self._check)
        return field

    def _check(self) -> None:
        """The button waits for a passphrase, typed twice alike where it is new."""
        differ = self._again is not None and self._again.text() != self._first.text()
        typed = self._again is not None and bool(self._again.text())
        self._hint.setText(tr("The two differ.") if differ and typed else "")
        if self._open is not None:
            self._open.setEnabled(bool(self.passphrase) and not differ)


async def ask_passphrase(new: bool, parent: QWidget | None = None) -> str | None:
    """The passphrase the user typed; None when the user declined or closed the window."""
    dialog = PassphraseDialog(new, parent)
    return await answer_of(dialog, lambda result: dialog.passphrase if result else None)
