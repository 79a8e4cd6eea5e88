"""The judgement whether a capture shows the overlay's pattern, on made-up captures."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, strategies as st

from app.platforms.base import Region, Shot
from app.ui.marker import CELLS, LIKENESS, SURE, Pattern, best_likeness, judge, likeness, samples

_chance = random.Random(1)
BITS = tuple(_chance.getrandbits(1) for _ in range(CELLS * CELLS * 3))
OTHER = tuple(_chance.getrandbits(1) for _ in range(CELLS * CELLS * 3))
CAPTURED = Region(100, 50, 120, 40)
OVERLAY = Pattern(BITS, Region(100, 50, 36, 36))
CONTROL = Pattern(OTHER, Region(180, 54, 36, 36))


def capture(*patterns: Pattern, mixed: float = 1.0, background: int = 90, scale: int = 1) -> Shot:
    """A capture that shows these patterns, translucent over a plain background."""
    width, height = CAPTURED.width * scale, CAPTURED.height * scale
    rgb = bytearray([background]) * (width * height * 3)
    for pattern in patterns:
        place = pattern.place
        for y in range(place.height * scale):
            for x in range(place.width * scale):
                cell = y // (6 * scale) * CELLS + x // (6 * scale)
                row = (place.y - CAPTURED.y) * scale + y
                column = (place.x - CAPTURED.x) * scale + x
                start = (row * width + column) * 3
                for part in range(3):
                    bright = 255 * pattern.bits[cell * 3 + part]
                    rgb[start + part] = round(mixed * bright + (1 - mixed) * background)
    return Shot(width, height, bytes(rgb))


def test_both_patterns_seen_is_visible() -> None:
    assert judge(capture(OVERLAY, CONTROL), CAPTURED, OVERLAY, CONTROL) == "VISIBLE"


@pytest.mark.parametrize("mixed", [0.9, 0.5, 0.3, 0.1])
def test_a_translucent_overlay_is_visible_too(mixed: float) -> None:
    shot = capture(OVERLAY, CONTROL, mixed=mixed)
    assert judge(shot, CAPTURED, OVERLAY, CONTROL) == "VISIBLE"


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_a_scaled_capture_is_read_as_well(scale: int) -> None:
    shot = capture(OVERLAY, CONTROL, scale=scale)
    assert judge(shot, CAPTURED, OVERLAY, CONTROL) == "VISIBLE"


def test_a_pattern_is_found_where_it_was_not_expected() -> None:
    elsewhere = Pattern(BITS, Region(131, 51, 36, 36))
    shot = capture(elsewhere, CONTROL)
    assert judge(shot, CAPTURED, OVERLAY, CONTROL) == "VISIBLE"


def test_another_pattern_is_not_taken_for_it() -> None:
    stranger = Pattern(tuple(1 - bit for bit in BITS), OVERLAY.place)
    assert judge(capture(stranger, CONTROL), CAPTURED, OVERLAY, CONTROL) == "not seen"


def test_grey_noise_never_looks_like_the_pattern() -> None:
    chance = random.Random(4)
    grey = b"".join(bytes((chance.choice((0, 255)),) * 3) for _ in range(300 * 200))
    assert best_likeness(Shot(300, 200, grey), BITS, 6.0) < SURE


def test_the_control_alone_means_not_seen() -> None:
    assert judge(capture(CONTROL), CAPTURED, OVERLAY, CONTROL) == "not seen"


def test_black_in_its_place_is_a_black_box() -> None:
    black = capture(CONTROL, background=0)
    assert judge(black, CAPTURED, OVERLAY, CONTROL) == "black box"


@pytest.mark.parametrize("background", [0, 90, 255])
def test_without_the_control_nothing_is_known(background: int) -> None:
    assert judge(capture(background=background), CAPTURED, OVERLAY, CONTROL) == "unknown"


def test_an_empty_capture_is_unknown() -> None:
    assert judge(Shot(1, 1, bytes(3)), CAPTURED, OVERLAY, CONTROL) == "unknown"


@given(st.lists(st.integers(0, 255), min_size=108, max_size=108), st.randoms())
def test_chance_is_not_taken_for_the_pattern(values: list[int], chance: random.Random) -> None:
    bits = [chance.getrandbits(1) for _ in range(108)]
    assert -1.0001 <= likeness(bits, values) <= 1.0001


def test_random_backgrounds_stay_far_below_the_threshold() -> None:
    chance = random.Random(3)
    worst = max(likeness(BITS, [chance.randrange(256) for _ in range(108)]) for _ in range(5000))
    assert worst < LIKENESS - 0.05


def test_samples_come_from_the_middle_of_each_cell() -> None:
    values = samples(capture(OVERLAY), CAPTURED, OVERLAY.place)
    assert values == [255 * bit for bit in BITS]
