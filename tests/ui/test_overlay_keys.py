"""Each key names something the overlay can do."""

from __future__ import annotations

from PyQt6.QtCore import Qt

from app.ui.overlay import Overlay
from app.ui.overlay_keys import ACTIONS, ARROWS, SCROLLS, passage_number


def test_every_action_is_a_method_of_the_overlay() -> None:
    for name in ACTIONS.values():
        assert callable(getattr(Overlay, name))


def test_digits_name_passages() -> None:
    assert passage_number(Qt.Key.Key_3.value) == 3
    assert passage_number(Qt.Key.Key_0.value) is None
    assert passage_number(Qt.Key.Key_A.value) is None


def test_scrolling_and_moving_go_both_ways() -> None:
    assert sum(SCROLLS.values()) == 0
    assert [sum(axis) for axis in zip(*ARROWS.values(), strict=True)] == [0, 0]
