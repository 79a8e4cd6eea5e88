"""An answer at a glance: one headline and a few bullets."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from app.ui.condense import condense


def test_list_items_become_the_bullets() -> None:
    text = "Roll back first. It is quick.\n\n1. Announce it. Name the build.\n2. Roll back.\n"
    assert condense(text) == "**Roll back first.**\n\n- Announce it.\n- Roll back."


def test_without_a_list_the_later_sentences_are_the_bullets() -> None:
    text = "We use Kafka. It keeps events for a week. Version 3.5 is in use."
    assert condense(text) == (
        "**We use Kafka.**\n\n- It keeps events for a week.\n- Version 3.5 is in use."
    )


def test_code_tables_and_nested_points_are_left_out() -> None:
    text = "Do this.\n\n```sh\n- not a point\n```\n\n| a |\n|---|\n\n- one\n  - below one\n- two"
    assert condense(text) == "**Do this.**\n\n- one\n- two"


def test_a_heading_is_the_headline_and_bold_is_not_doubled() -> None:
    assert condense("## Rolling back\n\n**First** this.") == "**Rolling back**\n\n- **First** this."
    assert condense("**Yes.** It works.") == "**Yes.**\n\n- It works."


def test_a_list_alone_gives_its_first_item_as_headline() -> None:
    assert condense("- one\n- two") == "**one**\n\n- two"


@pytest.mark.parametrize("text", ["", "\n\n", "```\ncode\n```"])
def test_nothing_to_say_is_nothing(text: str) -> None:
    assert condense(text) == ""


@given(st.text(alphabet="ab .\n-*#`|1>", max_size=80), st.integers(0, 4))
def test_it_is_never_long(text: str, bullets: int) -> None:
    assert len(condense(text, bullets).splitlines()) <= bullets + 2
