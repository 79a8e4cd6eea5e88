"""The look of the ordinary windows: the overlay's style sheet and theme, and what lists need."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from string import Template

from app.core import settings
from app.core.paths import shipped
from app.ui.styles import PALETTES, rgba, style_sheet

SCALE = 0.74
"""Text in a window that is read at leisure, against text over a call."""


def points(chosen: settings.Overlay) -> float:
    """The text size of windows, in points."""
    return max(8.0, chosen.font_size * SCALE)


def window_sheet(chosen: settings.Overlay) -> str:
    """The style sheet of a whole window in the theme and text size of the overlay."""
    palette, size = PALETTES[chosen.theme], points(chosen)
    values = {
        **asdict(palette),
        "points": f"{size:.1f}",
        "title": f"{size * 1.4:.1f}",
        "box": round(size * 1.26),
        "half": round(size * 1.26) // 2 + 1,
        "small": f"{max(8.0, size * 0.85):.1f}",
        "wash": rgba(palette.accent, 70),
        "tick": shipped(f"assets/icons/tick-{chosen.theme}.svg").as_posix(),
        "arrow": shipped(f"assets/icons/arrow-{chosen.theme}.svg").as_posix(),
    }
    overlay = style_sheet(palette, opacity=1.0, points=size, rounded=True)
    return overlay + Template(_sheet()).substitute(values)


@cache
def _sheet() -> str:
    return shipped("assets/window.qss").read_text(encoding="utf-8")
