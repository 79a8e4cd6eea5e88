"""Citations are found and marked, thinking is taken out, however the stream is cut."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from app.core.redact import Redactor
from app.llm.visible import Citations, Masked, Thinking


def shown(text: str, given: int = 2, size: int = 1) -> tuple[str, tuple[int, ...]]:
    citations = Citations(given)
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    out = "".join(citations.feed(piece) for piece in pieces) + citations.finish()
    return out, citations.valid


CASES = [
    ("Roll back [1].", "Roll back [1].", (1,)),
    ("Both [2][1] and [1, 2].", "Both [2][1] and [1, 2].", (1, 2)),
    ("Made up [7].", "Made up [7?].", ()),
    ("Half [1, 9].", "Half [1, 9?].", (1,)),
    ("None [0].", "None [0?].", ()),
    ("A list[1] right after a word", "A list[1] right after a word", (1,)),
    ("A [link](http://x) and [3](http://x)", "A [link](http://x) and [3](http://x)", ()),
    ("Year [2026] is no citation", "Year [2026] is no citation", ()),
    ("Code `args[5]` and text [5]", "Code `args[5]` and text [5?]", ()),
    ("```py\nx[5]\n```\n[5]", "```py\nx[5]\n```\n[5?]", ()),
    ("A lost ` tick [5]\nand [5]", "A lost ` tick [5]\nand [5?]", ()),
    ("Open [", "Open [", ()),
    ("`\n[1\n]1", "`\n[1\n]1", ()),
    ("Open [1", "Open [1", ()),
    ("[a] [ 1 ] [1;2]", "[a] [ 1 ] [1;2]", (1, 2)),
    ("", "", ()),
]


@pytest.mark.parametrize(("text", "expected", "valid"), CASES)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_citations(text: str, expected: str, valid: tuple[int, ...], size: int) -> None:
    assert shown(text, size=size) == (expected, valid)


@given(st.text(alphabet="[]12 9,`(ab\n", max_size=60), st.integers(1, 7))
def test_the_cut_of_a_stream_changes_nothing(text: str, size: int) -> None:
    assert shown(text, size=size) == shown(text, size=1000)


@given(st.text(max_size=80))
def test_text_is_never_lost(text: str) -> None:
    assert shown(text)[0].replace("?", "") == text.replace("?", "")


def test_only_a_possible_citation_is_held_back() -> None:
    citations = Citations(1)
    assert citations.feed("plain words ") == "plain words "
    assert citations.feed("see [1") == "see "
    assert citations.feed("] and") == "[1] and"


def thought(*pieces: str) -> str:
    thinking = Thinking()
    return "".join(thinking.feed(piece) for piece in pieces) + thinking.finish()


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["plain"], "plain"),
        (["<think>hmm</think>\n\nSo"], "So"),
        (["\n<th", "ink>", "a", "b</th", "ink>", "So", " it is"], "So it is"),
        (["<", "b>bold"], "<b>bold"),
        (["<thi"], "<thi"),
        (["<think>never ends"], ""),
        (["text <think>kept</think>"], "text <think>kept</think>"),
        (["<think></think>", "So"], "So"),
    ],
)
def test_thinking_is_taken_out(pieces: list[str], expected: str) -> None:
    assert thought(*pieces) == expected


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_a_secret_is_masked_however_it_is_cut(size: int) -> None:
    redactor = Redactor()
    redactor.register("literalvalueB")
    text = "Use sk-abcdefghij0123456789 and literalvalueB, or Bearer abcdefghij0123456789 As is"
    masked = Masked(redactor)
    said = [masked.feed(text[start : start + size]) for start in range(0, len(text), size)]
    said.append(masked.finish())
    assert "".join(said) == "Use [redacted] and [redacted], or Bearer [redacted] As is"


def test_without_a_redactor_nothing_waits() -> None:
    assert Masked(None).feed("sk-") == "sk-"
