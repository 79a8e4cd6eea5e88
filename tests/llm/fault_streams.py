"""How a provider's stream goes well or badly: each way writes it in one function, by its name."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from tests.llm.fault_speaker import Speaker

TOKENS = 40
"""Words of a whole answer."""
CUT = 10
"""Words before a stream is cut."""
NEVER_S = 3600.0
REFUSAL = "I cannot help with that."


async def ok(say: Speaker, finish: str = "stop") -> None:
    await say.chunk({"role": "assistant", "content": ""})
    await say.words(TOKENS)
    await say.end(finish)


async def usage(say: Speaker) -> None:
    await say.words(TOKENS)
    await say.chunk({}, "stop")
    count = {"prompt_tokens": 12, "completion_tokens": TOKENS, "total_tokens": 12 + TOKENS}
    await say.data({"choices": [], "usage": count})
    await say.done()


async def length(say: Speaker) -> None:
    await ok(say, "length")


async def cf_finish(say: Speaker) -> None:
    await say.words(CUT)
    await say.end("content_filter")


async def reasoning(say: Speaker) -> None:
    for _ in range(5):
        await say.chunk({"reasoning_content": "hmm "})
    await ok(say)


async def refusal(say: Speaker) -> None:
    for word in REFUSAL.split(" "):
        await say.chunk({"refusal": word if word == "I" else f" {word}"})
    await say.end()


async def tool(say: Speaker) -> None:
    call = {"index": 0, "id": "c", "function": {"name": "look_up", "arguments": "{}"}}
    await say.chunk({"tool_calls": [call]})
    await say.end("tool_calls")


async def comments_ok(say: Speaker) -> None:
    for _ in range(10):
        await say.raw(b": keep-alive\n\n")
        await asyncio.sleep(0.005)
    await ok(say)


async def huge(say: Speaker) -> None:
    await say.chunk({"content": "x" * 2_000_000})
    await say.end()


async def slow(say: Speaker) -> None:
    await say.words(TOKENS, pace_s=0.05)
    await say.end()


async def empty(say: Speaker) -> None:
    await say.raw(b"")


async def role_only(say: Speaker) -> None:
    await say.chunk({"role": "assistant", "content": ""})
    await say.end()


async def sse_err_first(say: Speaker) -> None:
    await say.data({"error": {"message": "upstream failed"}})


async def eof_mid(say: Speaker) -> None:
    await say.words(CUT)


async def done_only(say: Speaker) -> None:
    await say.words(TOKENS)
    await say.done()


async def drop_mid(say: Speaker) -> None:
    await say.words(CUT)
    await asyncio.sleep(0.02)
    await say.drop()


async def malformed(say: Speaker) -> None:
    await say.words(CUT)
    await say.raw(b'data: {"choices": [{"delta": {"con\n\n')
    await say.words(CUT)
    await say.done()


async def sse_err(say: Speaker) -> None:
    await say.words(CUT)
    await say.data({"error": {"message": "upstream failed", "code": 502}})


async def sse_err_ev(say: Speaker) -> None:
    await say.words(CUT)
    await say.raw(b'event: error\ndata: {"message": "upstream failed"}\n\n')


async def or_err(say: Speaker) -> None:
    await say.words(CUT)
    choice = {"index": 0, "delta": {"content": ""}, "finish_reason": "error"}
    await say.data({"error": {"code": 502, "message": "upstream"}, "choices": [choice]})
    await say.done()


async def finish_error(say: Speaker) -> None:
    await say.words(CUT)
    await say.end("error")


async def finish_error_first(say: Speaker) -> None:
    await say.chunk({"role": "assistant", "content": ""})
    await say.end("error")


async def finish_unknown(say: Speaker) -> None:
    await say.words(CUT)
    await say.end("insufficient_system_resource")


async def comments_hang(say: Speaker) -> None:
    while True:
        await say.raw(b": OPENROUTER PROCESSING\n\n")
        await asyncio.sleep(0.1)


async def hang_mid(say: Speaker) -> None:
    await say.words(CUT)
    await asyncio.sleep(NEVER_S)


async def hang_end(say: Speaker) -> None:
    await say.words(TOKENS)
    await say.chunk({}, "stop")
    await asyncio.sleep(NEVER_S)


async def endless(say: Speaker) -> None:
    while True:
        await say.words(TOKENS)


async def late(say: Speaker) -> None:
    await asyncio.sleep(2.0)
    await ok(say)


async def think(say: Speaker) -> None:
    for piece in ("<th", "ink>", "let me see", " </thi", "nk>\n\n"):
        await say.chunk({"content": piece})
    await ok(say)


async def reason_drop(say: Speaker) -> None:
    await say.chunk({"reasoning_content": "hmm"})
    await asyncio.sleep(0.02)
    await say.drop()


async def reason_long(say: Speaker) -> None:
    for _ in range(15):
        await say.chunk({"reasoning_content": "hmm"})
        await asyncio.sleep(0.1)
    await say.drop()


async def reason_endless(say: Speaker) -> None:
    while True:
        await say.chunk({"reasoning_content": "hmm"})
        await asyncio.sleep(0.05)


async def echo(say: Speaker) -> None:
    """Says the last user message back, one character at a time."""
    content = say.seen.body["messages"][-1]["content"]
    text = content if isinstance(content, str) else content[0]["text"]
    for character in text:
        await say.chunk({"content": character})
    await say.end()


async def fast(say: Speaker) -> None:
    """Ten thousand words as fast as they go."""
    line = b'data: {"choices":[{"index":0,"delta":{"content":"word "}}]}\n\n'
    for _ in range(100):
        await say.raw(line * 100)
    await say.end()


WAYS = (
    ok, usage, length, cf_finish, reasoning, refusal, tool, comments_ok, huge, slow, empty,
    role_only, sse_err_first, eof_mid, done_only, drop_mid, malformed, sse_err, sse_err_ev,
    or_err, finish_error, finish_error_first, finish_unknown, comments_hang, hang_mid,
    hang_end, endless, late, think, reason_drop, reason_long, reason_endless, echo, fast,
)  # fmt: skip
STREAMS: dict[str, Callable[[Speaker], Awaitable[None]]] = {way.__name__: way for way in WAYS}
"""Ways to stream by the name a URL gives them."""
