"""The three themes: one style sheet, three palettes, and the arithmetic of contrast."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from string import Template

from PyQt6.QtWidgets import QWidget

from app.core.paths import shipped

AA = 4.5
"""The contrast WCAG 2 asks of text."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, each as ``#rrggbb``."""

    panel: str
    """Behind everything, drawn with the opacity the user chose."""
    edge: str
    text: str
    strong: str
    dim: str
    accent: str
    them: str
    me: str
    code: str
    keyword: str
    string: str
    comment: str
    plate: str
    """Behind code and the passage under the pointer."""
    rule: str
    listening: str
    recording: str
    warning: str
    warning_panel: str
    solid: bool = False
    """Drawn opaque whatever the opacity setting says."""


PALETTES = {
    "dark": Palette(
        panel="#14181f", edge="#3a4350", text="#e6eaf0", strong="#ffffff", dim="#b3bdca",
        accent="#8cc8ff", them="#8cc8ff", me="#9fe0b8", code="#ffd7a3",
        keyword="#c6b3ff", string="#a8e6b0", comment="#aab4c2", plate="#242b36",
        rule="#3a4350", listening="#6fdca4", recording="#ff8f8f", warning="#ffd479",
        warning_panel="#3a2f14",
    ),
    "light": Palette(
        panel="#fcfcfd", edge="#c3c9d2", text="#1d2229", strong="#000000", dim="#4a5462",
        accent="#0b57a4", them="#0b57a4", me="#1a6b3c", code="#8a3b00",
        keyword="#5b2d9c", string="#14612f", comment="#4f5965", plate="#eceff3",
        rule="#c3c9d2", listening="#1a6b3c", recording="#b3201f", warning="#7a4a00",
        warning_panel="#fff1d0",
    ),
    "contrast": Palette(
        panel="#000000", edge="#ffffff", text="#ffffff", strong="#ffffff", dim="#ffffff",
        accent="#ffff00", them="#ffff00", me="#00ff80", code="#ffff00",
        keyword="#00ffff", string="#00ff80", comment="#d0d0d0", plate="#000000",
        rule="#ffffff", listening="#00ff80", recording="#ff9d9d", warning="#ffff00",
        warning_panel="#000000", solid=True,
    ),
}  # fmt: skip


def style_sheet(palette: Palette, *, opacity: float, points: float, rounded: bool) -> str:
    """The overlay's style sheet filled in for one palette, opacity (0-1) and text size."""
    alpha = 255 if palette.solid else round(255 * opacity)
    values: dict[str, object] = asdict(palette)
    values |= {
        "panel": rgba(palette.panel, alpha),
        "radius": 14 if rounded else 0,
        "points": f"{points:.1f}",
        "large": f"{points * 1.13:.1f}",
        "small": f"{max(8.0, points * 0.8):.1f}",
        "tiny": f"{max(7.5, points * 0.7):.1f}",
    }
    return Template(_sheet()).substitute(values)


def restyle(widget: QWidget) -> None:
    """Apply the style sheet again after a property it looks at has changed."""
    style = widget.style()
    if style is not None:
        style.unpolish(widget)
        style.polish(widget)


@cache
def _sheet() -> str:
    """Read once, while the first window is built."""
    return shipped("assets/overlay.qss").read_text(encoding="utf-8")


def rgba(colour: str, alpha: int) -> str:
    """``#rrggbb`` with an alpha of 0 to 255, as style sheets write it."""
    red, green, blue = _channels(colour)
    return f"rgba({red}, {green}, {blue}, {alpha})"


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """WCAG 2 relative luminance, from 0 (black) to 1 (white)."""
    red, green, blue = (_linear(value / 255) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def blend(over: str, under: str, opacity: float) -> str:
    """What is seen of one colour drawn over another with an opacity of 0 to 1."""
    pairs = zip(_channels(over), _channels(under), strict=True)
    return "#" + "".join(f"{round(a * opacity + b * (1 - opacity)):02x}" for a, b in pairs)


def needed_opacity(palette: Palette, chosen: float, behind: Iterable[str]) -> float:
    """The least opacity from ``chosen`` up at which all text reaches AA over these colours."""
    ordered = sorted(behind, key=luminance)
    extremes = {ordered[0], ordered[-1]}
    texts = (palette.text, palette.dim, palette.accent, palette.me, palette.code,
             palette.listening, palette.recording, palette.warning)  # fmt: skip
    opacity = chosen
    while opacity < 1.0:
        panels = [blend(palette.panel, colour, opacity) for colour in extremes]
        if all(contrast(text, panel) >= AA for text in texts for panel in panels):
            return opacity
        opacity = min(1.0, opacity + 0.02)
    return 1.0


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
