"""The tray alone, reporting what the user chooses."""

from __future__ import annotations

import json

from PyQt6.QtCore import QTimer

from app.core.events import Status
from app.ui.loop import make_loop
from app.ui.tray import Tray


def report(kind: str, **fields: object) -> None:
    print(json.dumps({"kind": kind, **fields}), flush=True)


def ready() -> None:
    place = tray.geometry()
    report("ready", available=Tray.available(), x=place.center().x(), y=place.center().y())


loop = make_loop()
tray = Tray(["meeting", "interview"])
tray.set_status(Status("answering", recording=True))
for name in ("start_pause", "ask_now", "toggle_overlay", "quit"):
    getattr(tray, name).connect(lambda name=name: report("chosen", name=name))
tray.menu.aboutToShow.connect(lambda: report("menu"))
tray.show()
QTimer.singleShot(2500, ready)
loop.run_forever()
