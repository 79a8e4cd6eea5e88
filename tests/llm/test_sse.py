"""Events are the same however the network cuts the bytes."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, strategies as st

from app.llm import sse
from app.llm.sse import Decoder, EventTooLong, events

STREAM = (
    b": comment\n\n"
    b'data: {"a": 1}\r\n\r\n'
    b"event: error\ndata: two\ndata: lines\n\n"
    b"id: 3\nretry: 9\n\n"
    b"data:no space\n\n" + "data: f\u00fcnf \u2026\n\n".encode() + b"data: [DONE]\n\n"
)
EVENTS = [
    ("", '{"a": 1}'),
    ("error", "two\nlines"),
    ("", "no space"),
    ("", "f\u00fcnf \u2026"),
    ("", "[DONE]"),
]


@given(st.lists(st.integers(0, len(STREAM)), max_size=12))
def test_any_cut_gives_the_same_events(cuts: list[int]) -> None:
    decoder, found = Decoder(), []
    places = [0, *sorted(cuts), len(STREAM)]
    for start, end in itertools.pairwise(places):
        found += decoder.feed(STREAM[start:end])
    assert found == EVENTS


@given(st.binary(max_size=300))
def test_no_bytes_can_break_it(data: bytes) -> None:
    for _, said in Decoder().feed(data + b"\n\n"):
        assert isinstance(said, str)


async def test_a_last_event_without_its_blank_line_counts() -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"data: one\n\ndata: two"

    assert [data async for _, data in events(chunks())] == ["one", "two"]


def test_a_line_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "LONGEST_EVENT", 1000)
    decoder = Decoder()
    with pytest.raises(EventTooLong):
        for _ in range(11):
            decoder.feed(b"x" * 100)
    with pytest.raises(EventTooLong):
        for _ in range(110):
            decoder.feed(b"data: 123456789\n")
