"""Reads one HTTP response of a provider: a stream of chunks, or whatever else it may be."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from app.core.events import Usage
from app.llm.base import Finish, Piece
from app.llm.classify import Evidence, ProviderFailure, classify
from app.llm.sse import events

if TYPE_CHECKING:
    import httpx2

AFTER_FINISH_S = 0.5
"""Seconds to wait for the token count once the answer itself is complete."""
AFTER_DONE_S = 0.1
"""Seconds to wait for the server to close the stream after its end mark."""
LONGEST_ERROR = 64 * 1024
"""Bytes read of a body that is not a stream."""
_REASONING_FIELDS = ("reasoning_content", "reasoning")


async def pieces_of(response: httpx2.Response) -> AsyncGenerator[Piece | Finish, None]:
    """The pieces of one response, whatever it turns out to be."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not 200 <= response.status_code < 300:
        raise ProviderFailure(classify(Evidence(response.status_code)))
    if kind in ("application/json", "text/html"):
        for item in _whole_body(await _body(response), kind):
            yield item
        return
    ending = _Ending()
    async with aclosing(events(response.aiter_bytes())) as stream:
        while (event := await _next_event(stream, ending)) is not None:
            name, data = event
            if data.startswith("[DONE]"):
                ending.done = True  # read on to the end, or the connection cannot be kept
                continue
            for piece in ending.read(name, data):
                yield piece
    yield Finish(ending.reason, ending.done, ending.usage)


async def _next_event(
    stream: AsyncIterator[tuple[str, str]], ending: _Ending
) -> tuple[str, str] | None:
    """The next event, or None at the end; not waited for long once the answer is complete."""
    try:
        if ending.reason is None and not ending.done:
            return await anext(stream)
        async with asyncio.timeout(AFTER_DONE_S if ending.done else AFTER_FINISH_S):
            return await anext(stream)
    except (StopAsyncIteration, TimeoutError):
        return None


class _Ending:
    """Reads the chunks of a stream and remembers how it ends."""

    def __init__(self) -> None:
        self.reason: str | None = None
        self.done = False
        self.usage: Usage | None = None

    def read(self, name: str, data: str) -> list[Piece]:
        """The useful pieces of one chunk; raises `ProviderFailure` for an error in it."""
        try:
            chunk = json.loads(data)
            if chunk.get("error") or name == "error":
                raise ProviderFailure(classify(Evidence(200, chunk)))
            self.count(chunk.get("usage"))
            pieces: list[Piece] = []
            for choice in chunk.get("choices") or ():
                if choice.get("finish_reason"):
                    self.reason = str(choice["finish_reason"])
                pieces += _pieces(choice.get("delta") or {})
            return pieces
        except (AttributeError, TypeError, ValueError, RecursionError):  # of another form
            raise ProviderFailure(classify(Evidence(200, exception="garbled"))) from None

    def count(self, usage: Any) -> None:
        if isinstance(usage, dict) and isinstance(usage.get("completion_tokens"), int):
            self.usage = Usage(int(usage.get("prompt_tokens") or 0), usage["completion_tokens"])


def _pieces(delta: dict[str, Any]) -> list[Piece]:
    pieces = []
    for name in _REASONING_FIELDS:
        if delta.get(name):
            pieces.append(Piece("reasoning", str(delta[name])))
            break
    if delta.get("content"):
        pieces.append(Piece("text", _content(delta["content"])))
    if delta.get("refusal"):
        pieces.append(Piece("refusal", str(delta["refusal"])))
    if delta.get("tool_calls") or delta.get("function_call"):
        pieces.append(Piece("tool", ""))
    return pieces


def _content(content: Any) -> str:
    """Text of a delta; some providers send a list of typed parts."""
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return str(content)


async def _body(response: httpx2.Response) -> bytes:
    body = b""
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > LONGEST_ERROR:
            break
    return body


def _whole_body(body: bytes, kind: str) -> list[Piece | Finish]:
    """A response that is no stream: a whole answer from a server that does not stream."""
    try:
        return _whole_answer(json.loads(body))
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        note = "a web page instead of an answer" if kind == "text/html" else "garbled answer"
        note = note if body else "empty answer"
        raise ProviderFailure(classify(Evidence(200, exception="garbled", note=note))) from None


def _whole_answer(said: Any) -> list[Piece | Finish]:
    if not isinstance(said, dict) or not said.get("choices") or said.get("error"):
        raise ProviderFailure(classify(Evidence(200, said)))
    choice, ending = said["choices"][0], _Ending()
    ending.count(said.get("usage"))
    pieces = _pieces(choice.get("message") or {})
    reason = str(choice["finish_reason"]) if choice.get("finish_reason") else None
    return [*pieces, Finish(reason, True, ending.usage)]
