"""Draws every state of the overlay in each theme, over two busy screens; and every tab.

    python packaging/make_screenshots.py [--out DIR] [--only STATE] [--theme THEME]

Needs Xvfb, openbox and picom, which it starts on a display of its own. One picture per state
and theme is written, dark screen left and light screen right, and the contrast of the text
is measured from its pixels. Ends with 1 if any text stays below the 4.5 of WCAG AA.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from overlay_states import STATES, enter

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from PyQt6.QtGui import QImage

    from app.ui.overlay import Overlay

SCREEN = (1000, 860)
AROUND = 14
THEMES = ("dark", "light", "contrast")


@contextmanager
def running(*command: str, env: dict[str, str]) -> Iterator[None]:
    """A helper program that ends with the block."""
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(5)


def private_display(stack: ExitStack) -> dict[str, str]:
    """A display with a window manager and a compositor; returns the environment to use it."""
    sockets = Path("/tmp/.X11-unix")  # nosec B108
    number = next(n for n in range(60, 200) if not (sockets / f"X{n}").exists())
    env = os.environ | {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    size = f"{SCREEN[0]}x{SCREEN[1]}x24"
    stack.enter_context(
        running("Xvfb", f":{number}", "-screen", "0", size, "-nolisten", "tcp", env=env)
    )
    deadline = time.monotonic() + 10
    while not (sockets / f"X{number}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    stack.enter_context(running("openbox", env=env))
    stack.enter_context(running("picom", "--backend", "xrender", "--config", "/dev/null", env=env))
    time.sleep(1)
    return env


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "assets" / "screenshots")
    parser.add_argument("--only", action="append", choices=(*STATES, "tabs"))
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        return draw_all(args.out, args.only or [*STATES, "tabs"], args.theme or THEMES)
    with ExitStack() as stack:
        env = private_display(stack)
        command = [sys.executable, str(Path(__file__)), "--inside", *sys.argv[1:]]
        return subprocess.run(command, env=env, timeout=300).returncode


def draw_all(out: Path, states: list[str], themes: list[str]) -> int:
    """On the private display: draw, write and measure everything."""
    from app.ui.loop import make_loop

    out.mkdir(parents=True, exist_ok=True)
    loop = make_loop()
    with loop:
        return loop.run_until_complete(_draw_all(out, states, themes))


async def _draw_all(out: Path, states: list[str], themes: list[str]) -> int:
    from PyQt6.QtCore import Qt
    from PyQt6.QtWidgets import QLabel

    desk = QLabel()
    desk.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.BypassWindowManagerHint)
    desk.setGeometry(0, 0, *SCREEN)
    desk.show()
    desk.lower()
    worst = 21.0
    for theme in themes:
        for state in [one for one in states if one != "tabs"]:
            path = out / f"{state}-{theme}.png"
            contrast = await draw(desk, state, theme, path)
            worst = min(worst, contrast)
            kilobytes = path.stat().st_size / 1000
            print(f"{path.name:32} contrast {contrast:5.2f}   {kilobytes:4.0f} kB", flush=True)
    if "tabs" in states:
        from tab_pictures import draw_tabs

        desk.hide()
        await draw_tabs(out, themes)
    print(f"least contrast {worst:.2f}, wanted 4.5")
    return 0 if worst >= 4.5 else 1


async def draw(desk: object, state: str, theme: str, path: Path) -> float:
    """Write the picture of one state and return the least contrast of its text."""
    from picture_colours import least_contrast, with_few_colours
    from PyQt6.QtGui import QImage, QPainter, QPixmap
    from PyQt6.QtWidgets import QLabel

    from app.core import settings
    from app.ui.overlay import Overlay
    from app.ui.placement import Place, screen_key

    assert isinstance(desk, QLabel)
    screen = desk.screen()
    assert screen is not None
    places = {screen_key(screen.name(), *SCREEN): Place(200, 30, 560)}
    overlay = Overlay(settings.Overlay(theme=theme), on_problem=print, places=places)
    overlay.show()
    enter(overlay, state)
    pictures, contrasts = [], []
    for dark in (True, False):
        desk.setPixmap(QPixmap.fromImage(busy_screen(dark)))
        with_text = await grabbed(overlay)
        bring_text_back = hide_text(overlay, theme)
        without = await grabbed(overlay)
        bring_text_back()
        contrasts.append(least_contrast(with_text, without, AROUND))
        pictures.append(with_text)
    overlay.close()
    width = sum(picture.width() for picture in pictures)
    both = QImage(width, pictures[0].height(), QImage.Format.Format_RGB32)
    painter = QPainter(both)
    painter.drawImage(0, 0, pictures[0])
    painter.drawImage(pictures[0].width(), 0, pictures[1])
    painter.end()
    with_few_colours(both, theme).save(str(path), "PNG", 0)
    return min(contrasts)


def hide_text(overlay: Overlay, theme: str) -> Callable[[], None]:
    """Make all text of the overlay invisible; the returned function brings it back."""
    from app.ui import styles

    palette = styles.PALETTES[theme]
    grounds = ("panel", "edge", "plate", "rule", "warning_panel", "solid", "warning")
    clear = {
        field.name: "#00000000"
        for field in dataclasses.fields(palette)
        if field.name not in grounds
    }
    styles.PALETTES[theme] = dataclasses.replace(palette, **clear)
    sheet = overlay.styleSheet()
    overlay.apply_settings(overlay._chosen)
    overlay.setStyleSheet(
        overlay.styleSheet() + "QLabel, QAbstractButton, QLineEdit { color: transparent; }"
        "QFrame#problem QLabel#title, QFrame#problem QAbstractButton { color: transparent; }"
    )

    def back() -> None:
        styles.PALETTES[theme] = palette
        overlay.apply_settings(overlay._chosen)
        overlay.setStyleSheet(sheet)

    return back


async def grabbed(overlay: Overlay) -> QImage:
    """What the screen shows of the overlay and a little around it, once it has settled."""
    await asyncio.sleep(0.3)
    screen = overlay.screen()
    assert screen is not None
    box = overlay.geometry().adjusted(-AROUND, -AROUND, AROUND, AROUND)
    picture = screen.grabWindow(0, box.x(), box.y(), box.width(), box.height())
    return picture.toImage()


def busy_screen(dark: bool) -> QImage:
    """A screen full of boxes and text, as a slide or an editor might be behind the overlay."""
    from PyQt6.QtGui import QColor, QFont, QImage, QPainter

    rng = random.Random(4)
    image = QImage(*SCREEN, QImage.Format.Format_RGB32)
    image.fill(QColor("#10141c" if dark else "#f4f4f2"))
    painter = QPainter(image)
    for _ in range(90):
        hue = rng.randrange(360)
        value = rng.randrange(20, 110) if dark else rng.randrange(150, 256)
        colour = QColor.fromHsv(hue, 150 if dark else 90, value)
        place = rng.randrange(SCREEN[0]), rng.randrange(SCREEN[1])
        painter.fillRect(*place, rng.randrange(20, 260), rng.randrange(10, 120), colour)
    painter.setFont(QFont("DejaVu Sans", 12))
    painter.setPen(QColor("#c8d0dc" if dark else "#222222"))
    for y in range(10, SCREEN[1], 66):
        line = "for parcel in parcels: track(parcel)  # words behind the overlay  " * 2
        painter.drawText(rng.randrange(60), y, line)
    painter.end()
    return image


if __name__ == "__main__":
    raise SystemExit(main())
