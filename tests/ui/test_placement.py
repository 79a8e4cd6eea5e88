"""Where the overlay stands, on screens of any size."""

from __future__ import annotations

from hypothesis import given, strategies as st

from app.ui.placement import (
    LEAST_WIDTH,
    Place,
    Rect,
    beside,
    default_place,
    fitted,
    moved,
    places_from_data,
    places_to_data,
    resized,
    screen_key,
)

SCREEN = Rect(1920, 0, 1280, 800)


def test_it_begins_near_the_top_right_corner() -> None:
    place = default_place(SCREEN, 560)
    assert fitted(place, 300, SCREEN) == Rect(1920 + 1280 - 560 - 24, 24, 560, 300)


def test_it_grows_downward_up_to_most_of_the_screen() -> None:
    assert fitted(Place(10, 10, 500), 5000, SCREEN).height == 680


def test_where_there_is_little_room_below_it_moves_up() -> None:
    rect = fitted(Place(10, 700, 500), 300, SCREEN)
    assert rect.height == 300
    assert rect.bottom == SCREEN.bottom


def test_the_height_the_user_chose_is_the_most() -> None:
    assert fitted(Place(10, 10, 500, most_height=320), 900, SCREEN).height == 320


@given(
    st.integers(-3000, 3000), st.integers(-3000, 3000), st.integers(0, 4000), st.integers(0, 4000),
    st.integers(300, 4000), st.integers(300, 2000),
)  # fmt: skip
def test_it_is_always_wholly_on_the_screen(
    x: int, y: int, width: int, wanted: int, across: int, down: int
) -> None:
    screen = Rect(-100, 50, across, down)
    rect = fitted(Place(x, y, width), wanted, screen)
    assert screen.x <= rect.x and rect.right <= screen.right
    assert screen.y <= rect.y and rect.bottom <= screen.bottom


def test_moving_stops_at_the_edges() -> None:
    place = moved(Place(10, 10, 500), -50, 30, SCREEN)
    assert (place.x, place.y) == (0, 40)
    assert moved(place, 9999, 0, SCREEN).x == 780


def test_resizing_sets_the_width_and_the_greatest_height() -> None:
    place = resized(Place(0, 0, 500), -1000, 0, 300, SCREEN)
    assert place.width == LEAST_WIDTH
    assert place.most_height == 0
    assert resized(place, 0, 50, 300, SCREEN).most_height == 350


def test_places_survive_a_file_and_damage_in_it() -> None:
    places = {screen_key("DP-1", 1920, 1080): Place(1, 2, 300, 400)}
    data = places_to_data(places)
    assert data == {"DP-1 1920x1080": {"x": 1, "y": 2, "width": 300, "most_height": 400}}
    damaged = {**data, "A": {"x": "no"}, "B": 3, "C": {"z": 1}}
    assert places_from_data(damaged) == places


def test_a_window_opens_beside_the_overlay_and_narrower_where_that_helps() -> None:
    overlay = Rect(1920 + 696, 24, 560, 300)
    assert beside((600, 500), 400, overlay, SCREEN) == Rect(1940, 130, 600, 500)
    assert beside((1200, 900), 400, overlay, SCREEN) == Rect(1940, 0, 656, 760)
    assert beside((1200, 900), 800, overlay, SCREEN).width == 800
    at_left = Rect(1920, 24, 560, 300)
    assert beside((600, 500), 400, at_left, SCREEN) == Rect(1920 + 1280 - 620, 130, 600, 500)


def test_without_an_overlay_it_takes_what_it_wants_of_the_screen() -> None:
    assert beside((900, 2000), 400, None, SCREEN) == Rect(1940, 0, 900, 760)
    assert beside((9000, 300), 400, None, SCREEN).width == 1240
