"""Every theme fills the one style sheet and can be read."""

from __future__ import annotations

import pytest

from app.ui.styles import PALETTES, blend, contrast, luminance, rgba, style_sheet

AA = 4.5


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert luminance("#ffffff") == pytest.approx(1)


def test_blending_mixes_channel_by_channel() -> None:
    assert blend("#ff0000", "#0000ff", 0.5) == "#800080"
    assert rgba("#102030", 40) == "rgba(16, 32, 48, 40)"


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("behind", ["#000000", "#ffffff"])
def test_text_is_readable_over_anything_at_the_default_opacity(name: str, behind: str) -> None:
    palette = PALETTES[name]
    panel = palette.panel if palette.solid else blend(palette.panel, behind, 0.92)
    for colour in (palette.text, palette.strong, palette.dim, palette.accent, palette.them,
                   palette.me, palette.code, palette.listening, palette.recording,
                   palette.warning):  # fmt: skip
        assert contrast(colour, panel) >= AA, colour


@pytest.mark.parametrize("name", PALETTES)
def test_text_is_readable_on_plates(name: str) -> None:
    palette = PALETTES[name]
    assert contrast(palette.code, palette.plate) >= AA
    assert contrast(palette.warning, palette.warning_panel) >= AA
    assert contrast(palette.text, palette.warning_panel) >= AA


@pytest.mark.parametrize("name", PALETTES)
def test_the_sheet_is_filled_completely(name: str) -> None:
    sheet = style_sheet(PALETTES[name], opacity=0.5, points=15, rounded=True)
    assert "$" not in sheet.split("*/", 1)[1]
    assert "font-size: 15.0pt" in sheet


def test_a_solid_theme_ignores_opacity_and_the_opaque_style_has_no_round_corners() -> None:
    sheet = style_sheet(PALETTES["contrast"], opacity=0.3, points=15, rounded=False)
    assert "rgba(0, 0, 0, 255)" in sheet
    assert "border-radius: 0px" in sheet
