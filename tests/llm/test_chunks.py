"""Responses as providers really send them: chunks of every form, whole bodies, web pages."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from hypothesis import given, strategies as st

from app.core.events import Usage
from app.llm.base import Finish, Piece
from app.llm.chunks import pieces_of
from app.llm.classify import ProviderFailure

DONE = b"data: [DONE]\n\n"


async def read(body: bytes, kind: str = "text/event-stream", status: int = 200) -> list[Any]:
    async def stream() -> AsyncIterator[bytes]:
        yield body

    response = httpx2.Response(status, headers={"content-type": kind}, content=stream())
    return [item async for item in pieces_of(response)]


def chunk(delta: dict[str, Any] | None = None, finish: str | None = None, **more: Any) -> bytes:
    choice = {"index": 0, "delta": delta or {}, "finish_reason": finish}
    return b"data: " + json.dumps({"choices": [choice], **more}).encode() + b"\n\n"


@pytest.mark.parametrize(
    ("delta", "piece"),
    [
        ({"content": "word"}, Piece("text", "word")),
        ({"content": [{"type": "text", "text": "a"}, {"text": "b"}]}, Piece("text", "ab")),
        ({"reasoning_content": "hm"}, Piece("reasoning", "hm")),
        ({"reasoning": "hm"}, Piece("reasoning", "hm")),
        ({"refusal": "no"}, Piece("refusal", "no")),
        ({"tool_calls": [{"id": "x"}]}, Piece("tool", "")),
    ],
)
async def test_deltas(delta: dict[str, Any], piece: Piece) -> None:
    assert await read(chunk(delta) + chunk({}, "stop") + DONE) == [piece, Finish("stop", True)]


@pytest.mark.parametrize(
    "noise",
    [
        chunk({"role": "assistant", "content": ""}),
        chunk({"content": None}),
        b": comment\n\n",
        b'data: {"choices": []}\n\n',
        b'data: {"choices": null, "id": "x"}\n\n',
        b'data: {"choices": [{"index": 0}]}\n\n',
        b'data: {"choices": [{"delta": null, "finish_reason": null}]}\n\n',
        b"event: ping\ndata: {}\n\n",
    ],
)
async def test_chunks_without_a_word_are_nothing(noise: bytes) -> None:
    assert await read(noise + DONE) == [Finish(None, True)]


async def test_the_count_comes_after_the_end() -> None:
    usage = {"prompt_tokens": 5, "completion_tokens": 7}
    last = b"data: " + json.dumps({"choices": [], "usage": usage}).encode() + b"\n\n"
    items = await read(chunk({"content": "x"}) + chunk({}, "stop") + last + DONE)
    assert items[-1] == Finish("stop", True, Usage(5, 7))


async def test_a_stream_that_just_ends() -> None:
    assert await read(chunk({"content": "x"})) == [Piece("text", "x"), Finish(None, False)]
    assert await read(b"") == [Finish(None, False)]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"data: {broken\n\n", "hollow"),
        (b"data: [1]\n\n", "hollow"),
        (b'data: {"error": "upstream"}\n\n', "hollow"),
        (b'data: {"error": {"code": 401, "message": "x"}}\n\n', "auth"),
        (b'event: error\ndata: {"message": "x"}\n\n', "hollow"),
        (b'event: error\ndata: {"code": "insufficient_quota"}\n\n', "quota"),
    ],
)
async def test_errors_inside_a_stream(body: bytes, kind: str) -> None:
    with pytest.raises(ProviderFailure) as caught:
        await read(body)
    assert caught.value.failure.kind == kind
    assert caught.value.failure.in_band


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["choices", "delta", "content", "error", "code", "usage", "message", "tool_calls",
                 "finish_reason", "completion_tokens", "refusal", "metadata", "type"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)  # fmt: skip


@given(JSON, st.sampled_from(["text/event-stream", "application/json"]))
async def test_no_form_of_json_is_more_than_a_failure(value: Any, kind: str) -> None:
    text = json.dumps(value).encode()
    body = b"data: " + text + b"\n\n" if kind == "text/event-stream" else text
    try:
        items = await read(body, kind)
    except ProviderFailure:
        return
    assert isinstance(items[-1], Finish)


async def test_a_whole_answer() -> None:
    message = {"role": "assistant", "content": "All of it."}
    body = {
        "choices": [{"message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 3},
    }
    items = await read(json.dumps(body).encode(), "application/json; charset=utf-8")
    assert items == [Piece("text", "All of it."), Finish("stop", True, Usage(1, 3))]


@pytest.mark.parametrize(
    ("body", "kind", "label"),
    [
        (b"<html>Sign in</html>", "text/html", "a web page instead of an answer"),
        (b"", "application/json", "empty answer"),
        (b"not json", "application/json", "garbled answer"),
        (b"[]", "application/json", "error in the answer"),
        (b'{"detail": "x"}', "application/json", "error in the answer"),
        (b'{"choices": []}', "application/json", "error in the answer"),
        (b"x" * 200_000, "application/json", "garbled answer"),
    ],
)
async def test_bodies_that_are_no_answer(body: bytes, kind: str, label: str) -> None:
    with pytest.raises(ProviderFailure) as caught:
        await read(body, kind)
    assert (caught.value.failure.kind, caught.value.failure.label) == ("hollow", label)


async def test_a_stream_with_a_wrong_type_is_still_read() -> None:
    assert (await read(chunk({"content": "x"}) + DONE, "text/plain"))[0] == Piece("text", "x")


async def test_a_redirect_is_no_answer() -> None:
    with pytest.raises(ProviderFailure) as caught:
        await read(b"", status=307)
    assert caught.value.failure.kind == "hollow"
