"""The real overlay with the parts of this program that keep it out of the way.

Commands on standard input: ``through on|off``, ``hide``, ``show``, ``bind ACTION KEYS``,
``call METHOD``.
"""

from __future__ import annotations

import json
import os
import sys
import time

from PyQt6.QtCore import QEvent, QObject, QPoint, QSocketNotifier, QTimer
from PyQt6.QtWidgets import QApplication, QWidget

from app.core import settings
from app.core.tasks import spawn
from app.platforms.x11 import X11Hotkeys
from app.ui.click_through import set_click_through
from app.ui.hotkeys import GlobalHotkeys
from app.ui.loop import make_loop
from app.ui.overlay import Overlay
from app.ui.taskbar import keep_out_of_taskbar


def report(kind: str, **fields: object) -> None:
    print(json.dumps({"kind": kind, "at": time.time(), **fields}), flush=True)


class Watch(QObject):
    """Reports every click the overlay gets, and each time it is painted."""

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            report("click")
        elif event.type() == QEvent.Type.Paint and watched is overlay:
            report("painted")
        return False


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
        elif words[0] == "call":
            getattr(overlay, words[1])()
        elif words[0] == "bind":
            keys[words[1]] = words[2]
            spawn(bind(keys), name="bind")
        report("obeyed", command=line)


loop = make_loop()
keys: dict[str, str] = {}
overlay = Overlay(settings.Overlay(), on_problem=lambda problem: None, translucent=False)
overlay.drag_to(QPoint(200, 150))
overlay.asked.connect(lambda text: report("asked", text=text))
overlay.places_changed.connect(
    lambda places: report("placed", places=[[p.x, p.y, p.width] for p in places.values()])
)
watch = Watch()
application = QApplication.instance()
application.installEventFilter(watch)
hotkeys = GlobalHotkeys(X11Hotkeys())
hotkeys.pressed.connect(act)
commands = QSocketNotifier(0, QSocketNotifier.Type.Read)
commands.activated.connect(obey)
keep_out_of_taskbar(overlay)
set_click_through(overlay, "--solid" not in sys.argv)
if "--hidden" not in sys.argv:
    overlay.show()
QTimer.singleShot(900, lambda: report("ready", window=int(overlay.winId())))
loop.run_forever()
