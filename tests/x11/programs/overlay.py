"""The overlay's kind of window with the parts of this program that keep it out of the way.

Commands on standard input: ``through on|off``, ``hide``, ``show``, ``bind ACTION KEYS``.
"""

from __future__ import annotations

import json
import os
import sys
import time

from PyQt6.QtCore import QSocketNotifier, Qt, QTimer
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PyQt6.QtWidgets import QWidget

from app.core.tasks import spawn
from app.platforms.x11 import X11Hotkeys
from app.ui.click_through import set_click_through
from app.ui.hotkeys import GlobalHotkeys
from app.ui.loop import make_loop


def report(kind: str, **fields: object) -> None:
    print(json.dumps({"kind": kind, "at": time.time(), **fields}), flush=True)


class Overlay(QWidget):
    def __init__(self) -> None:
        super().__init__(
            None,
            Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.Tool
            | Qt.WindowType.WindowDoesNotAcceptFocus
            | Qt.WindowType.NoDropShadowWindowHint,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle("overlay")
        self.setGeometry(200, 150, 300, 200)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        report("click")

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 128, 0))
        painter.end()
        report("painted")


async def bind(keys: dict[str, str]) -> None:
    problems = await hotkeys.bind(keys)
    report("bound", problems=[f"{p.title}: {p.detail}" for p in problems])


def act(action: str) -> None:
    report("pressed", action=action)
    if action == "toggle":
        overlay.setVisible(not overlay.isVisible())


def obey() -> None:
    for line in os.read(0, 65536).decode().splitlines():
        words = line.split()
        if words[0] == "through":
            set_click_through(overlay, words[1] == "on")
        elif words[0] == "hide":
            overlay.hide()
        elif words[0] == "show":
            overlay.show()
        elif words[0] == "bind":
            keys[words[1]] = words[2]
            spawn(bind(keys), name="bind")


loop = make_loop()
keys: dict[str, str] = {}
overlay = Overlay()
hotkeys = GlobalHotkeys(X11Hotkeys())
hotkeys.pressed.connect(act)
commands = QSocketNotifier(0, QSocketNotifier.Type.Read)
commands.activated.connect(obey)
set_click_through(overlay, "--solid" not in sys.argv)
if "--hidden" not in sys.argv:
    overlay.show()
QTimer.singleShot(900, lambda: report("ready", window=int(overlay.winId())))
loop.run_forever()
