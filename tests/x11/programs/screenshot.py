"""Takes screenshots beside the real overlay, which is painted in a colour of its own.

Commands on standard input: ``grab screen|all|region``. The overlay is blue (0, 0, 255) and
stands over a red window; what a picture has of both is reported.
"""

from __future__ import annotations

import json
import os

from PyQt6.QtCore import QEvent, QObject, QPoint, QSocketNotifier, Qt, QTimer
from PyQt6.QtGui import QColor, QImage
from PyQt6.QtWidgets import QApplication, QWidget

from app.core.tasks import spawn
from app.ui.loop import make_loop
from app.ui.region_picker import RegionPicker
from app.ui.screen_grab import grab_screen


def report(kind: str, **fields: object) -> None:
    print(json.dumps({"kind": kind, **fields}), flush=True)


def coloured(colour: str, x: int, y: int, width: int, height: int) -> QWidget:
    window = QWidget(None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
    window.setStyleSheet(f"background-color: {colour}")
    window.setGeometry(x, y, width, height)
    window.show()
    return window


def colours(image: QImage) -> list[str]:
    step = 5
    found = {
        QColor(image.pixel(QPoint(x, y))).name()
        for x in range(0, image.width(), step)
        for y in range(0, image.height(), step)
    }
    return sorted(found & {"#ff0000", "#0000ff"})


class Watch(QObject):
    """Reports that a part of the screen can be chosen now."""

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if isinstance(watched, RegionPicker) and event.type() == QEvent.Type.Paint:
            report("choosing")
        return False


async def grab(area: str) -> None:
    png = await grab_screen(overlay, area)
    image = QImage.fromData(png) if png else QImage()
    report(
        "picture", area=area, width=image.width(), height=image.height(),
        colours=colours(image), overlay=overlay.isVisible(),
    )  # fmt: skip


def obey() -> None:
    for line in os.read(0, 65536).decode().splitlines():
        spawn(grab(line.split()[1]), name="grab")


loop = make_loop()
watch = Watch()
QApplication.instance().installEventFilter(watch)
below = coloured("rgb(255, 0, 0)", 100, 100, 600, 400)
overlay = coloured("rgb(0, 0, 255)", 200, 150, 300, 200)
commands = QSocketNotifier(0, QSocketNotifier.Type.Read)
commands.activated.connect(obey)
QTimer.singleShot(900, lambda: report("ready"))
loop.run_forever()
