"""The other program of a test: an ordinary window that reports clicks, keys and its focus."""

from __future__ import annotations

import json
import sys

from PyQt6.QtCore import QEvent, QTimer
from PyQt6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import QApplication, QWidget


def report(kind: str, **fields: object) -> None:
    print(json.dumps({"kind": kind, **fields}), flush=True)


class Target(QWidget):
    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        report("click", x=int(event.globalPosition().x()), y=int(event.globalPosition().y()))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        report("key", key=event.key(), text=event.text())

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        report("focus_in")

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        report("focus_out")

    def changeEvent(self, event: QEvent | None) -> None:
        if event.type() == QEvent.Type.ActivationChange:
            report("active", active=self.isActiveWindow())


application = QApplication(sys.argv)
window = Target()
window.setWindowTitle("target")
window.setStyleSheet("background: #ff00ff")
window.setGeometry(100, 100, 600, 400)
window.show()
QTimer.singleShot(300, lambda: report("ready", window=int(window.winId())))
application.exec()
