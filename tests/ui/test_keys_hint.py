"""The line of keys names every key that does something, and only while they work."""

from __future__ import annotations

from app.ui.keys_hint import KeysHint


def test_nothing_is_named_while_other_programs_have_the_keys(qapp: object) -> None:
    hint = KeysHint()
    assert hint.isHidden()
    hint.show_keys(True)
    assert not hint.isHidden()
    assert hint.text().startswith("A:\N{NO-BREAK SPACE}ask")
    hint.show_keys(False)
    assert hint.isHidden()


def test_a_key_names_all_of_them(qapp: object) -> None:
    hint = KeysHint()
    hint.show_keys(True)
    usual = hint.text()
    hint.toggle_all()
    assert len(hint.text()) > len(usual)
    hint.show_keys(False)
    hint.show_keys(True)
    assert hint.text() == usual


def test_the_keys_of_a_scrolling_note_come_first(qapp: object) -> None:
    hint = KeysHint()
    hint.show_keys(True, scripted=True)
    assert hint.text().replace("\N{NO-BREAK SPACE}", " ").startswith("Space: scroll or stop")


def test_it_is_told_how_an_answer_is_scrolled(qapp: object) -> None:
    hint = KeysHint()
    hint.show_keys(True)
    hint.toggle_all()
    assert "↑ ↓: scroll" in hint.text().replace("\N{NO-BREAK SPACE}", " ")
