"""Where the overlay stands on each screen, as plain numbers. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

GAP = 24
"""Pixels between the overlay and the edge of a screen where nobody has moved it yet."""
LEAST_WIDTH, LEAST_HEIGHT = 280, 80
LEAST_ROOM = 240
"""Pixels of height an overlay may always use, whatever is below its place."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in device-independent pixels of the desktop."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column that is not inside."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row that is not inside."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Place:
    """What the user chose on one screen; positions count from that screen's corner."""

    x: int
    y: int
    width: int
    most_height: int = 0
    """The overlay grows to this height at most; 0 is as far as the screen allows."""


Places = Mapping[str, Place]
"""The places of all screens by the name of the screen (see `screen_key`)."""


def screen_key(name: str, width: int, height: int) -> str:
    """What a screen is remembered by: the same screen in another resolution is another one."""
    return f"{name} {width}x{height}"


def default_place(screen: Rect, width: int) -> Place:
    """Near the top right corner, where it hides little of a slide or of a face."""
    width = min(width, screen.width)
    return Place(max(0, screen.width - width - GAP), min(GAP, screen.height), width)


def fitted(place: Place, wanted_height: int, screen: Rect) -> Rect:
    """The rectangle of a window of this content height, wholly on the screen.

    It grows downward from its place. Where there is little room below, it moves up.
    """
    width = max(LEAST_WIDTH, min(place.width, screen.width))
    most = min(place.most_height or round(screen.height * 0.85), screen.height)
    height = max(LEAST_HEIGHT, min(wanted_height, most))
    room = max(LEAST_ROOM, screen.height - place.y)
    if height > room and not place.most_height:
        height = max(room, min(height, round(screen.height * 0.5)))
    x = min(max(0, place.x), screen.width - width)
    y = min(max(0, place.y), screen.height - height)
    return Rect(screen.x + x, screen.y + y, width, height)


def moved(place: Place, dx: int, dy: int, screen: Rect) -> Place:
    """The place moved by so many pixels, its corner kept on the screen."""
    x = min(max(0, place.x + dx), screen.width - min(place.width, screen.width))
    y = min(max(0, place.y + dy), screen.height - LEAST_HEIGHT)
    return Place(x, y, place.width, place.most_height)


def resized(place: Place, dx: int, dy: int, shown_height: int, screen: Rect) -> Place:
    """The place with its right edge and its greatest height moved by so many pixels."""
    width = min(max(LEAST_WIDTH, place.width + dx), screen.width)
    most = place.most_height
    if dy:
        most = min(max(LEAST_ROOM, shown_height + dy), screen.height)
    return Place(place.x, place.y, width, most)


def beside(wanted: tuple[int, int], least: int, taken: Rect | None, screen: Rect) -> Rect:
    """Where an ordinary window of this width and height opens, off the overlay if it can be.

    It is made narrower for that, to ``least`` pixels. Where there is less room, as large text
    on a small screen leaves, its far end lies beneath the overlay. The size is without the
    frame that a window manager adds, for which there is room; the place is the frame's.
    """
    margin, title = 20, 40
    height = min(wanted[1], screen.height - title)
    y = screen.y + (screen.height - height - title) // 2
    left, right = (taken.x, taken.right) if taken is not None else (screen.right, screen.right)
    at_left, at_right = left - screen.x - 2 * margin, screen.right - right - 2 * margin
    width = min(wanted[0], max(at_left, at_right, least), screen.width - 2 * margin)
    x = screen.x + margin if at_left >= at_right else screen.right - margin - width
    return Rect(x, y, width, height)


def places_to_data(places: Places) -> dict[str, dict[str, int]]:
    """Plain data for a file."""
    return {name: asdict(place) for name, place in places.items()}


def places_from_data(data: Mapping[str, Any]) -> dict[str, Place]:
    """The places a file holds; an entry that cannot be understood is left out."""
    places = {}
    for name, value in data.items():
        try:
            numbers = {key: int(number) for key, number in value.items()}
            places[name] = Place(**numbers)
        except (TypeError, ValueError, AttributeError):
            continue
    return places
