"""The real overlay with the capture self-test; ``--imitate`` alters what captures show of it."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
from collections.abc import Callable

from PyQt6.QtCore import QPoint, QTimer

from app.core import settings
from app.core.tasks import spawn
from app.platforms import make_capture_routes
from app.platforms.base import CaptureRoute, Region, Shot
from app.ui import capture_scene
from app.ui.click_through import set_click_through
from app.ui.loop import make_loop
from app.ui.marker import Marker
from app.ui.overlay import Overlay
from app.ui.self_test import SelfTest


def report(kind: str, **fields: object) -> None:
    print(json.dumps({"kind": kind, **fields}), flush=True)


class Altered:
    """A route on a system that keeps the overlay out: its place shows something else."""

    def __init__(self, grab: Callable[[Region], Shot], name: str, value: int | None) -> None:
        self.name, self._grab, self._value = name, grab, value

    def grab(self, region: Region) -> Shot:
        shot = self._grab(region)
        return alter(shot, region, self._value)


def alter(shot: Shot, region: Region, value: int | None) -> Shot:
    """Paint over the overlay; ``value`` None leaves the background of another colour there."""
    place = overlay.geometry()
    rgb = bytearray(shot.rgb)
    for y in range(shot.height):
        for x in range(shot.width):
            if place.contains(region.x + x, region.y + y):
                start = (y * shot.width + x) * 3
                rgb[start : start + 3] = (
                    bytes((value,) * 3) if value is not None else b"\x30\x60\x90"
                )
    return Shot(shot.width, shot.height, bytes(rgb))


async def run() -> None:
    result = await test.run()
    report(
        "report",
        verdict=result.verdict,
        sentence=result.sentence,
        routes={r.route: r.verdict for r in result.results},
        why=[r.why for r in result.results],
        problem=result.problem() is not None,
    )
    await asyncio.sleep(0.1)
    report("left", markers=len(overlay.findChildren(Marker)))


parser = argparse.ArgumentParser()
parser.add_argument("--imitate", choices=["excluded", "black"])
parser.add_argument("--opacity", type=float, default=0.92)
parser.add_argument("--blind", action="store_true", help="captures show nothing at all")
parser.add_argument("--hidden", action="store_true")
arguments = parser.parse_args()

loop = make_loop()
chosen = settings.Overlay(opacity=max(0.3, arguments.opacity))
overlay = Overlay(chosen, on_problem=lambda problem: None)
overlay.setWindowOpacity(arguments.opacity)
overlay.drag_to(QPoint(400, 300))
set_click_through(overlay, True)
routes: list[CaptureRoute] = make_capture_routes()
if arguments.imitate:
    value = 0 if arguments.imitate == "black" else None
    routes = [Altered(route.grab, route.name, value) for route in routes]
    by_qt = capture_scene.grab_by_qt
    capture_scene.grab_by_qt = lambda screen: alter(
        by_qt(screen), capture_scene.native(screen.geometry(), screen), value
    )
if arguments.blind:
    capture_scene.grab_by_qt = lambda screen: Shot(1, 1, bytes(3))
    routes = []
test = SelfTest(overlay, routes)
if not arguments.hidden:
    overlay.show()
os.set_blocking(0, False)
QTimer.singleShot(500, lambda: report("ready"))
QTimer.singleShot(600, lambda: spawn(run(), name="test"))
loop.run_forever()
