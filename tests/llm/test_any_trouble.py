"""Any mix of troubles at three providers leaves every question with one true end."""

from __future__ import annotations

import asyncio
import random
from contextlib import AsyncExitStack

import pytest

from app.core.sections import Answers
from app.core.settings import Provider, Settings
from app.llm.failover import FailoverNarrator
from app.llm.health import Health
from app.llm.openai_compat import OpenAICompatible
from app.store.prompts import PromptFolder
from tests.llm.fault_refusals import STATUS
from tests.llm.fault_server import FaultServer, serve
from tests.llm.narrating import request, told_by
from tests.recorded import until

WAYS = [
    *STATUS, "ok", "usage", "length", "cf_finish", "reasoning", "refusal", "tool", "comments_ok",
    "429once", "503once", "json200", "html200", "empty", "empty0", "role_only", "sse_err_first",
    "eof_mid", "drop_mid", "malformed", "sse_err", "sse_err_ev", "or_err", "hang_headers",
    "comments_hang", "hang_mid", "whole", "think", "hang_end", "moved", "picky", "reason_drop",
]  # fmt: skip
QUESTIONS = 25


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_any_mix(seed: int) -> None:
    chance = random.Random(seed)
    async with AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(serve(name)) for name in "abc"]
        settings = Settings()
        narrator = FailoverNarrator(
            lambda: settings,
            OpenAICompatible(),
            key_for=_key_for,
            prompt_for=PromptFolder().prompt_for,
            consent=_never,
            health=Health(jitter=chance.random),
            jitter=chance.random,
        )
        stack.push_async_callback(narrator.aclose)
        for number in range(QUESTIONS):
            settings = _any_settings(chance, servers)
            if number % 5 == 4:
                await _superseded(narrator, chance.random() * 0.2)
                continue
            told = await told_by(narrator)  # checks the rules of a trace
            assert told.answer.text
            assert told.took_s < 12
            if told.answer.provider == "offline":
                assert told.problems
        for server in servers:
            await until(lambda server=server: server.open <= 1)


def _any_settings(chance: random.Random, servers: list[FaultServer]) -> Settings:
    quick = {"first_token_s": 0.2, "idle_s": 0.2, "total_s": 2.0}
    providers = tuple(
        Provider(server.name, server.url(chance.choice(WAYS)), "m", **quick) for server in servers
    )
    answers = Answers(
        backoff_base=0.05,
        retry_after_max=0.1,
        chain_s=2.0,
        strict=chance.random() < 0.2,
        hedge=chance.random() < 0.4,
        hedge_after_s=0.05,
        next_on_bad_key=chance.random() < 0.7,
        next_on_refusal=chance.random() < 0.5,
    )
    return Settings(providers=providers, answers=answers)


async def _superseded(narrator: FailoverNarrator, after_s: float) -> None:
    """Ask and cancel, as a newer question does."""
    asking = asyncio.get_running_loop().create_task(told_by(narrator, request("Old")))
    await asyncio.sleep(after_s)
    asking.cancel("superseded")
    await asyncio.wait([asking])


async def _key_for(provider: Provider) -> str:
    return f"key-of-{provider.name}-0123456789"


async def _never(provider: Provider, host: str) -> bool:
    raise AssertionError("nothing here leaves this machine")
