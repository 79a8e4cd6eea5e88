"""Fences hold: data cannot end one, imitate a turn, or hide what a reader would not see."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from app.llm.fence import TAGS, attribute, fenced, harmless
from tests.llm.injections import CORPUS

OURS = re.compile(rf"<\s*/?\s*(?:{'|'.join(TAGS)})\b", re.IGNORECASE)


@pytest.mark.parametrize("text", CORPUS)
def test_hostile_text_stays_inside(text: str) -> None:
    wrapped = fenced("passage", text, source=text)
    assert len(OURS.findall(wrapped)) == 2
    assert wrapped.startswith("<passage source=")
    assert wrapped.endswith("\n</passage>")
    assert wrapped.splitlines()[0].count('"') == 2


@given(st.text(max_size=300))
def test_any_text_stays_inside(text: str) -> None:
    assert len(OURS.findall(fenced("talk", text, source=text))) == 2


@given(st.text(alphabet="</passgetlkqu \u200b\n|>INST[]", max_size=80))
def test_any_mix_of_its_letters_stays_inside(text: str) -> None:
    assert len(OURS.findall(fenced("talk", text, source=text))) == 2


@pytest.mark.parametrize(
    "mark",
    ["<|im_start|>", "<|eot_id|>", "[INST]", "[/INST]", "<<SYS>>", "</s>", "<start_of_turn>"],
)
def test_marks_of_chat_templates_are_broken(mark: str) -> None:
    assert mark not in harmless(f"before {mark} after")


@pytest.mark.parametrize(
    "text",
    [
        "if a < b and c > d: print('x')",
        "List<String> names = [1, 2];",
        '<html><body class="x">',
        "a | b |> c",
        "gr\u00fc\u00dfe, \u4f60\u597d, \U0001f600, \u0645\u06cc\u200c\u062e\u0648",
        "tabs\tand\nlines",
        "<talking> is not <talk-show>"[:9],
    ],
)
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_an_attribute_is_one_line_without_quotes() -> None:
    assert attribute('a "b"\n<c>') == "a 'b' \u2039c>"


def test_marks_that_turn_or_hide_text_reach_no_prompt() -> None:
    hostile = (
        "pay \u202e5\u202c \u2066now\u2069\u061c \ufff9a\ufffb\x1b[2K\u200b\U000e0041 end\u2028next"
    )
    assert harmless(hostile) == "pay 5 now a[2K end\nnext"
