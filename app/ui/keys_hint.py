"""The line that names the overlay's keys while it has the keyboard."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QWidget

from app.ui.language import tr

_BETWEEN = "   "
_UNBROKEN = "\N{NO-BREAK SPACE}"


class KeysHint(QLabel):
    """Keys that nobody remembers are no keys: the usual ones stand here while they work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._all = self._scripted = False
        self.hide()

    def show_keys(self, wanted: bool, *, scripted: bool = False) -> None:
        """``scripted``: a note scrolls here instead of answers."""
        self._all = self._all and wanted
        self._scripted = scripted
        self._write()
        self.setVisible(wanted)

    def toggle_all(self) -> None:
        """Name every key, or the usual ones again."""
        self._all = not self._all
        self._write()

    def _write(self) -> None:
        if self._scripted:
            usual, rest = _script_keys(), _other_keys()
        else:
            usual, rest = _answer_keys(), (tr("↑ ↓: scroll"), *_other_keys())
        ends = (tr("?: all keys"), tr("Esc: done"))
        keys = (*usual, *(rest if self._all else ()), *ends)
        self.setText(_BETWEEN.join(key.replace(" ", _UNBROKEN) for key in keys))


def _script_keys() -> tuple[str, ...]:
    return (
        tr("Space: scroll or stop"),
        tr("[ ]: slower, faster"),
        tr("↑ ↓: scroll"),
        tr("O: read another note here"),
        tr("M: other view"),
    )


def _answer_keys() -> tuple[str, ...]:
    return (
        tr("A: ask"),
        tr("1-9: open a note"),
        tr("Ctrl+1-9: read it here"),
        tr("← →: other answers"),
        tr("M: other view"),
        tr("C: copy"),
    )


def _other_keys() -> tuple[str, ...]:
    return (
        tr("N: answer now"),
        tr("S: stop"),
        tr("P: pin"),
        tr("G: go on"),
        tr("R: other provider"),
        tr("K L: shorter, longer"),
        tr("W: warnings in full"),
        tr("X: put a warning away"),
        tr("T: message for the call"),
        tr("+ -: text size"),
        tr("Ctrl+arrows: move"),
        tr("Shift+arrows: resize"),
    )
