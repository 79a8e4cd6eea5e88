"""A provider's key in the settings: where it lies, a field to type it, never the key itself."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.core.provider import in_this_network
from app.core.settings import Provider
from app.ui.language import tr
from app.ui.providers_source import KeyPlace


class ProviderKey(QWidget):
    """Says where the key is; takes a new one, which leaves the field when it is kept."""

    keep_wanted = pyqtSignal(str)
    forget_wanted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = QLabel(self)
        self._place.setObjectName("quiet")
        self._place.setWordWrap(True)
        self._place.setOpenExternalLinks(True)
        self._place.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self._field = QLineEdit(self)
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setPlaceholderText(tr("Paste a key"))
        self._field.setAccessibleName(tr("Key"))
        self._field.textChanged.connect(self._typed)
        self._field.returnPressed.connect(self._keep_it)
        self._keep = QPushButton(tr("Keep"), self)
        self._keep.setAccessibleName(tr("Keep this key"))
        self._forget = QPushButton(tr("Forget"), self)
        self._forget.setAccessibleName(tr("Forget the key"))
        self._keep.clicked.connect(self._keep_it)
        self._forget.clicked.connect(self.forget_wanted)
        row = QHBoxLayout()
        row.addWidget(self._field, 1)
        for button in (self._keep, self._forget):
            button.setAutoDefault(False)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._place)
        self._typed()

    @property
    def typed(self) -> str:
        """A key that was typed and not kept yet."""
        return self._field.text().strip()

    def clear(self) -> None:
        """Take the key out of the field."""
        self._field.clear()

    def show_place(self, provider: Provider, place: KeyPlace | None, keys_at: str = "") -> None:
        """Say where the key lies; ``keys_at`` is where one can be got."""
        self._place.setText(key_words(provider, place, keys_at))
        self._forget.setEnabled(place not in (None, "environment", "env file"))

    @property
    def words(self) -> str:
        """What is said about the key."""
        return self._place.text()

    def _typed(self) -> None:
        self._keep.setEnabled(bool(self.typed))

    def _keep_it(self) -> None:
        if self.typed:
            self.keep_wanted.emit(self.typed)


def key_words(provider: Provider, place: KeyPlace | None, keys_at: str = "") -> str:
    """Where a key lies, in a sentence; rich text with a link where one can be got."""
    if place == "environment":
        words = tr("The key is in the environment variable {name}, and in no file of GhostPilot.")
        return words.format(name=provider.key_env)
    if place == "env file":
        words = tr("The key is in plain text in the file .env beside the settings, as {name}.")
        return words.format(name=provider.key_env)
    if place == "keyring":
        return tr("The key is in the keyring of this system.")
    if place == "file":
        return tr("The key is in a file that your passphrase opens.")
    if place == "session":
        return tr("The key is kept until GhostPilot ends; nothing was written.")
    if in_this_network(provider.base_url):
        return tr("There is no key. A server of your own mostly needs none.")
    words = tr("There is no key yet.")
    if keys_at.startswith("https://"):
        words += f' <a href="{keys_at}">' + tr("Get one here") + "</a>"
    return words
