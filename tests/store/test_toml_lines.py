"""A key is found on its line, in its own section."""

from __future__ import annotations

from app.store.toml_lines import line_of

TEXT = """\
# mine
version = 1
[overlay]
theme = "light"
[[providers]]
name = "a"
[ "speech" ]
"engine" = "x"
[[providers]]
name = "b"
"""


def test_a_key_stands_in_its_section() -> None:
    assert line_of(TEXT, "overlay", "theme") == 4
    assert line_of(TEXT, "speech", "engine") == 8


def test_the_nth_heading_is_found() -> None:
    assert [line_of(TEXT, "providers", None, number) for number in (0, 1)] == [5, 9]


def test_what_is_not_there_is_on_the_first_line() -> None:
    assert line_of(TEXT, "overlay", "width") == 1
