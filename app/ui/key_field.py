"""A field that takes the next keys pressed as a hotkey and writes them as the settings do."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QKeyCombination, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QToolButton

from app.ui.language import tr
from app.ui.setting_controls import Control

MODIFIERS = {
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Super_L,
    Qt.Key.Key_Super_R,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
}


class KeyField(Control):
    """A button with the key; pressed, it waits for another. Escape leaves all as it was.

    While it waits it has the whole keyboard, as far as the system gives it: on X11 a key that
    another program holds reaches it too, and can then be refused in words. ``waiting`` is told
    True: whoever holds hotkeys of this program lets go of them.
    """

    waiting = pyqtSignal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._key, self._words = "", ""
        self._waits = False
        self.button = _Listening(self)
        self.button.setCheckable(True)
        self.button.clicked.connect(self._toggled)
        self.clear = QToolButton()
        self.clear.setText("✕")
        self.clear.setAccessibleName(tr("No key"))
        self.clear.setToolTip(tr("No key"))
        self.clear.clicked.connect(lambda: self._take(""))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.button, 1)
        line.addWidget(self.clear)
        self.setFocusProxy(self.button)

    def value(self) -> str:
        return self._key

    def show_value(self, value: str) -> None:
        self._key = value
        self._draw()

    def name(self, words: str, help_: str) -> None:
        """The key is part of the name: a button says what it is called, not what it shows."""
        self._words = words
        self.button.setAccessibleDescription(help_)
        self._draw()

    def press(self, event: QKeyEvent) -> bool:
        """Take a key while waiting; whether it was taken."""
        if not self._waits:
            return False
        key = Qt.Key(event.key())
        if key in MODIFIERS or key == Qt.Key.Key_unknown:
            return True  # the rest of the chord is still to come
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape and held == Qt.KeyboardModifier.NoModifier:
            self.stop_waiting()
            return True
        self._take(written(key, held))
        return True

    def stop_waiting(self) -> None:
        """Show the key in use again."""
        if self._waits:
            self._waits = False
            self.button.releaseKeyboard()
            self.waiting.emit(False)
        self.button.setChecked(False)
        self._draw()

    def _toggled(self, on: bool) -> None:
        if not on:
            self.stop_waiting()
            return
        self._waits = True
        self.button.grabKeyboard()
        self.waiting.emit(True)
        self._draw()

    def _take(self, key: str) -> None:
        self.stop_waiting()
        if key != self._key:
            self._key = key
            self._draw()
            self.changed.emit(key)

    def _draw(self) -> None:
        words = tr("Press the keys…") if self._waits else self._key or tr("none")
        self.button.setText(words)
        self.button.setAccessibleName(f"{self._words}: {words}")
        self.clear.setEnabled(bool(self._key))


class _Listening(QPushButton):
    """Offers every key to the field before the button and the window act on it."""

    def __init__(self, field: KeyField) -> None:
        super().__init__()
        self._field = field

    def event(self, event: QEvent | None) -> bool:
        if isinstance(event, QKeyEvent) and event.type() in (
            QEvent.Type.KeyPress,
            QEvent.Type.ShortcutOverride,
        ):
            if event.type() == QEvent.Type.ShortcutOverride:
                if self._field.button.isChecked():
                    event.accept()  # it comes again as an ordinary key
                    return True
            elif self._field.press(event):
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        self._field.stop_waiting()
        super().focusOutEvent(event)


def written(key: Qt.Key, held: Qt.KeyboardModifier) -> str:
    """The sequence as the settings write it, such as ``Ctrl+Alt+Space``."""
    if key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    if key == Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    return QKeySequence(QKeyCombination(held, key)).toString(
        QKeySequence.SequenceFormat.PortableText
    )
