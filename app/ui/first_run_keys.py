"""The step of the walk that binds the two keys a call needs most, by pressing them."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PyQt6.QtWidgets import QGridLayout, QPushButton, QWidget

from app.core.errors import GhostPilotError
from app.ui.first_run_page import Page
from app.ui.language import tr
from app.ui.settings_source import SettingsSource

MODIFIERS = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
)
HELD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
"""One of these must be held: a key that works everywhere must not be one that types."""


class KeysPage(Page):
    """A key that another program has is refused with its name, and the old one stays."""

    def __init__(self, settings: SettingsSource) -> None:
        super().__init__(
            tr(
                "These keys work in every program, also in full screen. Press a button and then "
                "the keys you want. All others are in the settings."
            )
        )
        self._settings = settings
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        self.buttons: dict[str, PressKey] = {}
        words = {
            "toggle": tr("Show or hide the overlay"),
            "ask_now": tr("Answer what was said just now"),
        }
        for row, (action, text) in enumerate(words.items()):
            button = PressKey(getattr(settings.now.hotkeys, action), text, self)
            button.pressed_keys.connect(lambda keys, action=action: self._bind(action, keys))
            grid.addWidget(self.line(text), row, 0)
            grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignLeft)
            self.buttons[action] = button
        self.column.addLayout(grid)
        self.said = self.line("", "quiet")
        self.column.addWidget(self.said)
        self.end()

    def _bind(self, action: str, keys: str) -> None:
        self.said.setText("")
        self.do(self._change(action, keys), f"bind {action}")

    async def _change(self, action: str, keys: str) -> None:
        hotkeys = self._settings.now.hotkeys
        try:
            for other in hotkeys.__slots__:
                if other != action and getattr(hotkeys, other) == keys:
                    raise GhostPilotError(
                        tr("{keys} already does something else here").format(keys=keys),
                        next_step=tr("Choose another key."),
                    )
            await self._settings.change({f"hotkeys.{action}": keys})
        finally:
            self.buttons[action].show_keys(getattr(self._settings.now.hotkeys, action))
        self.said.setText(tr("✓ {keys} works from now on.").format(keys=keys))


class PressKey(QPushButton):
    """Shows a key; once pressed it takes the next one, and Escape keeps what was."""

    pressed_keys = pyqtSignal(str)
    """As the settings write it, such as ``Ctrl+Alt+Space``."""

    def __init__(self, keys: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys, self._taking = keys, False
        self.setAccessibleName(name)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("Ctrl+Alt+Shift+Backspace") + 40)
        self.clicked.connect(self._begin)
        self.show_keys(keys)

    @property
    def taking(self) -> bool:
        """Whether the next keys are taken."""
        return self._taking

    def show_keys(self, keys: str) -> None:
        """Show what is bound now."""
        self._keys, self._taking = keys, False
        self.setText(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText))
        if not keys:
            self.setText(tr("no key"))
        self.setAccessibleDescription(self.text())

    def event(self, event: QEvent | None) -> bool:
        """While keys are taken, none of them is a shortcut or moves the focus."""
        if self._taking and event is not None and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if self._taking and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Take the keys, or press the button with Enter as with the space bar."""
        if event is None:
            return
        key = Qt.Key(event.key())
        if not self._taking:
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.click()
            else:
                super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape and not event.modifiers():
            self.show_keys(self._keys)
        elif key not in MODIFIERS:
            if event.modifiers() & HELD:
                self._taking = False
                taken = QKeySequence(event.keyCombination())
                self.pressed_keys.emit(taken.toString(QKeySequence.SequenceFormat.PortableText))
            else:
                self.setText(tr("Hold Ctrl or Alt as well (Esc: leave it)"))

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """Who goes elsewhere wants no other key."""
        if self._taking:
            self.show_keys(self._keys)
        super().focusOutEvent(event)

    def _begin(self) -> None:
        self._taking = True
        self.setText(tr("Press the keys now (Esc: leave it)"))
