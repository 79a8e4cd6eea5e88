"""The line that names the overlay's keys while it has the keyboard."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QWidget

from app.ui.language import tr


class KeysHint(QLabel):
    """Keys that nobody remembers are no keys: they stand here for as long as they work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()

    def show_keys(self, wanted: bool, *, scripted: bool = False) -> None:
        """``scripted``: a note is scrolling, and its keys come first."""
        if wanted:
            self.setText("   ".join((_script_keys() if scripted else ()) + _keys()))
        self.setVisible(wanted)


def _script_keys() -> tuple[str, ...]:
    return (tr("Space: scroll or stop"), tr("[ ]: slower, faster"))


def _keys() -> tuple[str, ...]:
    return (
        tr("A: ask"),
        tr("N: answer now"),
        tr("S: stop"),
        tr("1-9: open a note"),
        tr("Ctrl+1-9: read it here"),
        tr("O: read another note here"),
        tr("← →: other answers"),
        tr("↑ ↓: scroll"),
        tr("M: other view"),
        tr("P: pin"),
        tr("C: copy"),
        tr("G: go on"),
        tr("R: other provider"),
        tr("K L: shorter, longer"),
        tr("+ -: text size"),
        tr("Ctrl+arrows: move"),
        tr("Shift+arrows: resize"),
        tr("T: message for the call"),
        tr("X: put a warning away"),
        tr("Esc: done"),
    )
