"""What each key does while the overlay has the keyboard."""

from __future__ import annotations

from PyQt6.QtCore import Qt

_Key = Qt.Key
_MOVE = 20
"""Pixels a move or a resize by key goes at a time."""

ACTIONS: dict[Qt.Key, str] = {
    _Key.Key_Left: "previous_answer",
    _Key.Key_Right: "next_answer",
    _Key.Key_P: "toggle_pin",
    _Key.Key_C: "copy_answer",
    _Key.Key_M: "next_mode",
    _Key.Key_S: "stop",
    _Key.Key_N: "ask_now",
    _Key.Key_G: "continue_answer",
    _Key.Key_R: "retry_answer",
    _Key.Key_K: "shorter_answer",
    _Key.Key_L: "longer_answer",
    _Key.Key_T: "tell_them",
    _Key.Key_A: "open_ask_line",
    _Key.Key_Slash: "open_ask_line",
    _Key.Key_O: "choose_note",
    _Key.Key_Space: "toggle_teleprompter",
    _Key.Key_BracketRight: "faster",
    _Key.Key_BracketLeft: "slower",
    _Key.Key_Plus: "larger_text",
    _Key.Key_Equal: "larger_text",
    _Key.Key_Minus: "smaller_text",
    _Key.Key_Question: "toggle_all_keys",
    _Key.Key_H: "toggle_all_keys",
    _Key.Key_W: "toggle_warnings",
    _Key.Key_X: "dismiss_problem",
    _Key.Key_Return: "understood",
    _Key.Key_Enter: "understood",
    _Key.Key_Escape: "not_now",
}
"""Keys alone; each names a method of the overlay without arguments."""

SCROLLS: dict[Qt.Key, float] = {
    _Key.Key_Up: -0.15,
    _Key.Key_Down: 0.15,
    _Key.Key_PageUp: -0.9,
    _Key.Key_PageDown: 0.9,
    _Key.Key_Home: -1e6,
    _Key.Key_End: 1e6,
}
"""Pages of the answer or of the note."""

ARROWS: dict[Qt.Key, tuple[int, int]] = {
    _Key.Key_Left: (-_MOVE, 0),
    _Key.Key_Right: (_MOVE, 0),
    _Key.Key_Up: (0, -_MOVE),
    _Key.Key_Down: (0, _MOVE),
}
"""With Control they move the overlay, with Shift they resize it."""


def passage_number(key: int) -> int | None:
    """1 to 9 for the digit keys, which open a passage."""
    number = key - _Key.Key_0.value
    return number if 1 <= number <= 9 else None
