"""What Qt leaves undone for a window under X11: its frames' input shapes, its states, its place.

The frames that a window manager puts around a window are not Qt's to see, so they are asked
about over a short connection of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.xobject.drawable import Window


def frames_taking_clicks(window_id: int) -> list[bool]:
    """For each window between this one and the root, innermost first: does it take clicks?

    Empty where no window manager put a frame around it.
    """
    with _connection() as display:
        return [_takes_clicks(frame) for frame in _frames(display, window_id)]


def set_frames_input(window_id: int, *, through: bool) -> None:
    """Let clicks pass through every frame of a window, or give the frames their input back."""
    from Xlib import X
    from Xlib.ext import shape

    with _connection() as display:
        for frame in _frames(display, window_id):
            if through:
                frame.shape_rectangles(shape.SO.Set, shape.SK.Input, X.Unsorted, 0, 0, [])
            else:
                frame.shape_mask(shape.SO.Set, shape.SK.Input, 0, 0, X.NONE)
        display.sync()


def corner_of(window_id: int) -> tuple[int, int] | None:
    """Where a window's top left corner is, in native pixels of the desktop; None when it is gone.

    Qt may believe what a window manager said while it put a frame around the window.
    """
    from Xlib.error import BadWindow

    with _connection() as display:
        window = display.create_resource_object("window", window_id)
        try:
            place = display.screen().root.translate_coords(window, 0, 0)
        except BadWindow:
            return None
        return place.x, place.y


def add_states(window_id: int, names: Sequence[str]) -> None:
    """Ask the window manager for one or two states of a mapped window (EWMH, _NET_WM_STATE)."""
    from Xlib import X
    from Xlib.protocol.event import ClientMessage

    add, from_an_application = 1, 1
    with _connection() as display:
        root, kind = display.screen().root, display.intern_atom("_NET_WM_STATE")
        atoms = [display.intern_atom(name) for name in names[:2]]
        data = [add, *atoms, *[0] * (2 - len(atoms)), from_an_application, 0]
        message = ClientMessage(window=window_id, client_type=kind, data=(32, data))
        mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
        root.send_event(message, event_mask=mask)
        display.sync()


@contextmanager
def _connection() -> Iterator[Display]:
    from Xlib.display import Display

    display = Display()
    # The window manager may destroy a frame at any moment; a frame that is gone needs nothing.
    display.set_error_handler(lambda error, request: None)
    try:
        yield display
    finally:
        display.close()


def _frames(display: Display, window_id: int) -> Iterator[Window]:
    from Xlib.error import BadWindow

    root = display.screen().root
    try:
        parent = display.create_resource_object("window", window_id).query_tree().parent
        while parent and parent.id != root.id:
            yield parent
            parent = parent.query_tree().parent
    except BadWindow:
        return


def _takes_clicks(window: Window) -> bool:
    from Xlib.error import BadWindow
    from Xlib.ext import shape

    try:
        return bool(window.shape_get_rectangles(shape.SK.Input).rectangles)
    except BadWindow:
        return False
