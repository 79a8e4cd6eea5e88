"""A label of several lines keeps the room for all of them."""

from __future__ import annotations

from app.ui.wrapped_label import WrappedLabel


def test_a_narrower_label_asks_for_more_lines(qapp: object) -> None:
    label = WrappedLabel("title", "Not in your notes. The closest passages are these.")
    label.resize(900, 40)
    one = label.minimumHeight()
    label.resize(150, 40)
    assert label.minimumHeight() >= 2 * one


def test_without_words_it_takes_no_room(qapp: object) -> None:
    label = WrappedLabel("title", "Words")
    label.resize(200, 40)
    label.setText("")
    assert label.minimumHeight() == 0
