"""Listings are coloured word by word and never changed."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from app.ui.highlight import pieces


def test_words_get_their_kind() -> None:
    found = dict(pieces('def f(): return "x"  # why', "python"))
    assert found["def"] == "keyword"
    assert found["f"] == "name"
    assert found['"x"'] == "string"
    assert found["# why"] == "comment"


@pytest.mark.parametrize("language", ["", "text", "no-such-language"])
def test_an_unknown_language_stays_plain(language: str) -> None:
    assert pieces("def f", language) == (("def f", "plain"),)


def test_a_very_long_listing_stays_plain() -> None:
    assert len(pieces("x = 1\n" * 5000, "python")) == 1


@given(st.text(max_size=60), st.sampled_from(["python", "json", "sql", "bash", "html", "yaml"]))
def test_the_pieces_join_to_the_code(code: str, language: str) -> None:
    assert "".join(text for text, _ in pieces(code, language)) == code
