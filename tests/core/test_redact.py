"""Secrets stay out of what is written down, whole or in pieces."""

from __future__ import annotations

from app.core.redact import MASK, Redactor

KEY = "my-very-secret-key-4711"


def test_a_registered_key_is_masked_everywhere() -> None:
    redactor = Redactor()
    redactor.register(KEY)
    assert redactor.clean(f"a {KEY} b {KEY}") == f"a {MASK} b {MASK}"


def test_what_looks_like_a_key_is_masked_without_being_registered() -> None:
    text = "sk-abcdefghijklmnopqrstuvwx and AIza" + "x" * 35 + " and Bearer abcdefghijklmnop12"
    cleaned = Redactor().clean(text)
    assert cleaned == f"{MASK} and {MASK} and Bearer {MASK}"


def test_ordinary_words_and_short_values_stay() -> None:
    redactor = Redactor()
    redactor.register("short")
    assert redactor.clean("a short task-force") == "a short task-force"


def test_the_start_of_a_key_at_the_end_of_a_text_is_held_back() -> None:
    redactor = Redactor()
    redactor.register(KEY)
    assert redactor.hold_back("the key is my-very-sec") == len("my-very-sec")
    assert redactor.hold_back("nothing of it here!") == 0
    assert redactor.hold_back(f"all of it: {KEY}") == 0


def test_a_whole_secret_that_ends_like_the_start_of_one_is_held_whole() -> None:
    redactor = Redactor()
    redactor.register("plain-value-s")
    text = "it is plain-value-s"
    assert redactor.hold_back(text) == len("plain-value-s")
    assert redactor.hold_back(text + " then") == 0
