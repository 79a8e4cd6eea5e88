"""The panel becomes as opaque as the screen around it requires, and no more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PyQt6.QtGui import QScreen
from PyQt6.QtWidgets import QWidget

from app.ui.contrast_watch import ContrastWatch
from app.ui.styles import PALETTES, blend, contrast, needed_opacity


class Watch(ContrastWatch):
    """Sees the colours it is given instead of a screen."""

    colours: tuple[str, ...] = ()

    def _samples(self, screen: QScreen) -> Iterator[str]:
        return iter(self.colours)


@pytest.fixture
def window() -> Iterator[QWidget]:
    window = QWidget()
    window.show()
    yield window
    window.close()


@pytest.fixture
def asked_for(qapp: object, window: QWidget) -> tuple[Watch, list[float]]:
    watch, needed = Watch(window), []
    watch.opacity_needed.connect(needed.append)
    watch.start(PALETTES["dark"], 0.4)
    return watch, needed


def test_two_looks_must_agree_before_anything_changes(
    asked_for: tuple[Watch, list[float]],
) -> None:
    watch, needed = asked_for
    watch.colours = ("#ffffff", "#000000")
    watch.look()
    assert needed == []
    watch.look()
    assert len(needed) == 1
    assert needed[0] > 0.6


def test_a_dark_screen_leaves_the_users_choice(asked_for: tuple[Watch, list[float]]) -> None:
    watch, needed = asked_for
    watch.colours = ("#101010",)
    watch.look()
    watch.look()
    assert needed == []


def test_a_passing_flash_changes_nothing(asked_for: tuple[Watch, list[float]]) -> None:
    watch, needed = asked_for
    for colour in ("#ffffff", "#101010", "#ffffff", "#101010"):
        watch.colours = (colour,)
        watch.look()
    assert needed == []


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_needed_opacity_is_enough_for_every_text(theme: str) -> None:
    palette = PALETTES[theme]
    opacity = needed_opacity(palette, 0.3, ["#000000", "#ffffff", "#ff00ff"])
    for behind in ("#000000", "#ffffff"):
        panel = blend(palette.panel, behind, opacity)
        assert contrast(palette.dim, panel) >= 4.5


def test_other_settings_do_not_undo_what_was_found(asked_for: tuple[Watch, list[float]]) -> None:
    watch, needed = asked_for
    watch.colours = ("#ffffff",)
    watch.look()
    watch.look()
    watch.start(PALETTES["dark"], 0.4)
    assert watch.opacity == needed[0]
    watch.start(PALETTES["dark"], 0.5)
    assert watch.opacity == 0.5


def test_a_real_screen_is_sampled_around_the_window(qapp: object, window: QWidget) -> None:
    watch = ContrastWatch(window)
    window.setGeometry(100, 100, 200, 100)
    screen = window.screen()
    assert screen is not None
    assert all(colour.startswith("#") for colour in watch._samples(screen))
