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

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    import numpy as np
    from PyQt6.QtGui import QImage

    from app.ui.overlay import Overlay

SCREEN = (1000, 860)
AROUND = 14
THEMES = ("dark", "light", "contrast")
STATES = ("idle", "captions", "passages", "streaming", "answered", "uncovered", "warning",
          "compact", "only-captions", "teleprompter", "consent", "typing", "keys")  # fmt: skip

ANSWER = """**Roll back first, find the cause after.** Run `railctl rollback tracking-api`; \
it takes about ninety seconds [1].

1. Announce it in `#deploys` and name the build.
2. Roll back, then watch the error rate.
   - Above 1 % after five minutes: page the on-call.
   - Else close the incident.

```python
def rollback(service: str, to: str = "previous") -> None:
    run(["railctl", "rollback", service, "--to", to])  # images are cached
```

| Step | Who | Time |
|:-----|:----|-----:|
| Announce | author | 1 min |
| Roll back | on-call | 90 s |
"""
NOTE = """# Quarterly review

We moved **41 million parcels** this quarter, eight per cent more than in the last one.

The tracking API answered 99.97 % of requests within its limit. The one bad day was the
12th, when a deploy doubled the error rate for eleven minutes.

- What went well: the Kafka migration finished two weeks early.
- What did not: the on-call rota was short of one person for a month.

Next quarter we retire the old importer and open the API to partners.
"""


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
        await draw_tabs(out, themes, with_few_colours)
    print(f"least contrast {worst:.2f}, wanted 4.5")
    return 0 if worst >= 4.5 else 1


async def draw(desk: object, state: str, theme: str, path: Path) -> float:
    """Write the picture of one state and return the least contrast of its text."""
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
        contrasts.append(least_contrast(with_text, without))
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


def with_few_colours(image: QImage, theme: str) -> QImage:
    """The picture in the theme's own and its commonest colours: it then stays small."""
    from PyQt6.QtCore import Qt
    from PyQt6.QtGui import QImage

    flat = Qt.ImageConversionFlag.ThresholdDither
    return image.convertToFormat(QImage.Format.Format_Indexed8, common_colours(image, theme), flat)


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


def enter(overlay: Overlay, state: str) -> None:
    """Send the overlay the events that bring it into a state."""
    from app.core import events as e
    from app.ui.consent_source import ConsentFacts

    why = e.Why(1, 1, ("rollback",))

    def passage(note: str, heading: str, text: str = "") -> e.Passage:
        return e.Passage(note, text, note, heading, f"/notes/{note}", 1, 0.03, why)

    deploys = passage(
        "runbooks/deploys.md", "Deploys > Rollback",
        "Run railctl rollback with the service's name. The rollback takes about ninety seconds, "
        "because the images stay cached on the nodes. Announce it first.",
    )  # fmt: skip
    others = (
        passage("runbooks/incidents.md", "Incidents > First five minutes"),
        passage("projects/tracking-api.md", "Tracking API > Releases"),
        passage("projects/kafka-migration.md", "Kafka migration > Lessons"),
    )
    said = "Say a deploy goes wrong on a Friday afternoon. How would you roll it back?"
    heard: list[e.Event] = [
        e.Status("listening", recording=True),
        e.Transcript("u1", "me", "Sure, happy to walk you through it.", 0, 1, True),
        e.Transcript("u2", "them", said, 1, 3, state != "captions"),
    ]
    question = e.Question("q", 0, "How would you roll back a deploy?", "technical", "them", 3)
    found = e.Passages("q", True, 3.1, (deploys, *others))
    busy = e.Status("answering", recording=True)
    asked = e.Attempt("q", "local", "qwen3-4b", "started", 0)
    timing, usage = e.Timing(412, 2310), e.Usage(900, 183)
    done = e.Answer("q", ANSWER, "local", "qwen3-4b", "complete", timing, (1,), usage)
    answered = [*heard, question, found, e.AnswerDelta("q", ANSWER), done]
    events: dict[str, list[e.Event]] = {
        "idle": [],
        "captions": heard,
        "only-captions": heard,
        "passages": [*heard, busy, question, found],
        "streaming": [*heard, busy, question, found, asked, e.AnswerDelta("q", ANSWER[:210])],
        "uncovered": [
            *heard[:2],
            e.Transcript("u3", "them", "And what is your parental leave policy?", 4, 5, True),
            e.Question("q", 0, "What is your parental leave policy?", "factual", "them", 5),
            e.Passages("q", False, 2.0, others[:2]),
            e.Answer("q", "Your notes do not cover this.", "offline", None, "complete",
                     e.Timing(12, 20)),
        ],
        "warning": [*answered, e.Problem(
            "audio.me", "The microphone has gone silent", "No sound for 30 seconds from Headset.",
            "Check that it is not muted.", sticky=True)],
        "teleprompter": heard[:1],
        "consent": [],
    }  # fmt: skip
    for event in events.get(state, answered):
        overlay.show_event(event)
    overlay.flush()
    if state == "compact":
        overlay.set_mode("compact")
    elif state == "only-captions":
        overlay.set_mode("captions")
    elif state == "teleprompter":
        overlay.show_note("meetings/quarterly-review.md", NOTE)
    elif state == "consent":
        overlay.show_consent(
            ConsentFacts("~/.local/share/GhostPilot/sessions", recorded=True, sound_kept=False,
                         sealed=False, keep_days=30)
        )  # fmt: skip
    elif state == "keys":
        overlay.take_keyboard()
    elif state == "typing":
        overlay.open_ask_line()
        overlay._content.ask_line.setText("Who may approve a rollback?")


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


def pixels(image: QImage) -> np.ndarray:
    """Rows of RGB values from 0 to 255."""
    import numpy as np

    image = image.convertToFormat(image.Format.Format_RGB32)
    bits = image.constBits()
    assert bits is not None
    raw = np.frombuffer(bits.asstring(image.sizeInBytes()), np.uint8)
    return raw.reshape(image.height(), -1, 4)[:, : image.width(), 2::-1]


def common_colours(image: QImage, theme: str) -> list[int]:
    """The theme's own and the commonest other colours: with few, a picture stays small."""
    import numpy as np

    from app.ui.styles import PALETTES

    rgb = pixels(image).reshape(-1, 3).astype(np.int64)
    groups = (rgb >> 3) @ np.array([1 << 10, 1 << 5, 1])
    counts = np.bincount(groups, minlength=1 << 15)
    own = dataclasses.astuple(PALETTES[theme])
    table = [0xFF000000 | int(colour[1:], 16) for colour in own if isinstance(colour, str)]
    for group in np.argsort(counts)[::-1][:44]:
        if counts[group]:
            red, green, blue = np.median(rgb[groups == group], axis=0).astype(int)
            table.append(int(0xFF000000 | red << 16 | green << 8 | blue))
    return table


def least_contrast(with_text: QImage, without: QImage) -> float:
    """The least WCAG contrast of any piece of text line, or 0 where no text was seen.

    Letters are where the two pictures differ. In each piece the strongest pixel of the letters
    is compared with the lightest and with the darkest pixel of the background there.
    """
    import numpy as np

    def luminance(image: QImage) -> np.ndarray:
        values = pixels(image) / 255.0
        linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
        return linear @ np.array([0.2126, 0.7152, 0.0722])

    text, ground = luminance(with_text), luminance(without)
    if text.shape != ground.shape:
        return 0.0
    inside = np.s_[AROUND + 2 : -AROUND - 2, AROUND + 2 : -AROUND - 2]
    text, ground = text[inside], ground[inside]
    changed = np.abs(text - ground) > 0.02
    near = changed.copy()
    for axis in (0, 1):
        near = near | np.roll(near, 2, axis) | np.roll(near, -2, axis)
    rows = np.flatnonzero(np.diff(np.r_[0, changed.any(axis=1), 0]))
    found = []
    for top, bottom in zip(rows[::2], rows[1::2], strict=True):
        for left in range(0, text.shape[1], 48):
            piece = np.s_[top:bottom, left : left + 48]
            if changed[piece].sum() < 40:
                continue
            letters, behind = text[piece][changed[piece]], ground[piece][near[piece]]
            for other in (behind.min(), behind.max()):
                high, low = np.maximum(letters, other), np.minimum(letters, other)
                found.append(((high + 0.05) / (low + 0.05)).max())
    return float(min(found, default=0.0))


if __name__ == "__main__":
    raise SystemExit(main())
