"""Windows look like the overlay: its themes, its text size made smaller."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QProgressBar

from app.core import settings
from app.ui.styles import AA, PALETTES, contrast
from app.ui.window_styles import points, window_sheet


@pytest.mark.parametrize("theme", PALETTES)
def test_every_name_is_filled_in(theme: str) -> None:
    sheet = window_sheet(settings.Overlay(theme=theme))
    assert "$" not in sheet
    assert PALETTES[theme].plate in sheet
    assert "QTabBar::tab" in sheet and "QFrame#panel" in sheet


@pytest.mark.parametrize("theme", PALETTES)
def test_ticks_and_arrows_are_drawn_in_the_colours_of_the_theme(theme: str) -> None:
    palette = PALETTES[theme]
    files = re.findall(r'url\("(.+?)"\)', window_sheet(settings.Overlay(theme=theme)))
    found = {Path(file).name: Path(file).read_text(encoding="utf-8") for file in files}
    assert f'stroke="{palette.panel}"' in found[f"tick-{theme}.svg"]
    assert f'stroke="{palette.text}"' in found[f"arrow-{theme}.svg"]


@pytest.mark.parametrize("theme", PALETTES)
def test_words_on_a_bar_stay_readable_where_it_is_filled(qapp: object, theme: str) -> None:
    palette = PALETTES[theme]
    bar = QProgressBar()
    bar.setStyleSheet(window_sheet(settings.Overlay(theme=theme)))
    bar.setTextVisible(False)
    bar.resize(200, 24)
    bar.setValue(100)
    filled = bar.grab().toImage().pixelColor(100, 12).name()
    assert contrast(palette.text, filled) >= AA


def test_text_follows_the_overlay_but_stays_legible() -> None:
    assert 10 <= points(settings.Overlay()) <= 12
    assert points(settings.Overlay(font_size=9)) == 8
    assert points(settings.Overlay(font_size=30)) > 20
