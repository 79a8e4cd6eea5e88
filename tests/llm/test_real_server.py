"""The same engine against a server this project did not write: llama-cpp-python, a tiny model.

Left out unless ``LLAMA_PYTHON`` names a Python that has it. To run it::

    python3 -m venv /tmp/llama && /tmp/llama/bin/pip install "llama-cpp-python[server]" gguf
    LLAMA_PYTHON=/tmp/llama/bin/python python -m pytest tests/llm/test_real_server.py
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.events import AnswerDelta
from app.core.sections import Answers
from app.core.settings import Provider
from app.llm.check import check_provider
from app.llm.openai_compat import OpenAICompatible
from tests.llm.fault_server import free_port
from tests.llm.narrating import narrating, request, told_by

PYTHON = os.environ.get("LLAMA_PYTHON", "")
KEY = "sk-local-0123456789abcdef"
pytestmark = pytest.mark.skipif(
    not PYTHON, reason="LLAMA_PYTHON names no Python with llama-cpp-python"
)


@pytest.fixture(scope="module")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running server with a model made on the spot, which wants a key."""
    folder = tmp_path_factory.mktemp("llama")
    model, log = folder / "tiny.gguf", folder / "server.log"
    maker = Path(__file__).with_name("tiny_model.py")
    subprocess.run([PYTHON, str(maker), str(model)], check=True, timeout=60)
    port = free_port()
    command = [PYTHON, "-m", "llama_cpp.server", "--model", str(model), "--port", str(port)]
    command += ["--n_ctx", "2048", "--api_key", KEY, "--model_alias", "tiny"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://127.0.0.1:{port}/docs", process, log)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        assert process.poll() is None, log.read_text()[-2000:]
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"the server did not start: {log.read_text()[-2000:]}")


def tiny(base_url: str, **more: object) -> Provider:
    limits = {"context": 2048, "first_token_s": 30.0, **more}
    return Provider("local", base_url, "tiny", **limits)  # type: ignore[arg-type] - by name


async def test_an_answer_streams(base_url: str) -> None:
    answers = Answers(max_tokens=40, chain_s=60)
    async with narrating(tiny(base_url), answers=answers, keys={"local": KEY}) as narrator:
        for _ in range(3):
            told = await told_by(narrator)
            assert told.answer.provider == "local"
            assert told.answer.ended == "complete"
            assert len(told.of(AnswerDelta)) > 5
            assert told.problems == []
            print(told.answer.timing, told.answer.text[:60])


async def test_the_check_passes_and_tells_a_bad_key(base_url: str) -> None:
    model = OpenAICompatible()
    good = await check_provider(model, tiny(base_url), KEY)
    assert good.passed
    assert good.models == ("tiny",)
    bad = await check_provider(model, tiny(base_url), "sk-wrong-0123456789")
    await model.aclose()
    assert bad.problem is not None
    assert bad.problem.title == "local does not accept the key"


async def test_a_bad_key_is_named(base_url: str) -> None:
    async with narrating(tiny(base_url), keys={"local": "sk-wrong-0123456789"}) as narrator:
        told = await told_by(narrator)
    assert told.problems[0].title == "local does not accept the key"
    assert told.answer.provider == "offline"


async def test_a_declared_context_is_kept(base_url: str) -> None:
    async with narrating(tiny(base_url), keys={"local": KEY}) as narrator:
        told = await told_by(narrator, request("a b " * 1500))
    assert told.egress == []
    assert told.problems[0].title == "The question is too long for local"


async def test_an_overlong_prompt_is_never_a_silent_answer(base_url: str) -> None:
    """This server answers 200 and an empty stream when its context is exceeded."""
    boastful = tiny(base_url, context=60_000)
    async with narrating(boastful, keys={"local": KEY}) as narrator:
        told = await told_by(narrator, request("a b " * 1500))
    assert told.answer.provider == "offline"
    assert told.problems[0].title == "local gave no answer"


async def test_closing_frees_the_server(base_url: str) -> None:
    answers = Answers(max_tokens=1500, chain_s=60)
    async with narrating(tiny(base_url), answers=answers, keys={"local": KEY}) as narrator:
        narration = narrator.stream(request())
        async for event in narration:
            if isinstance(event, AnswerDelta):
                break
        started = time.perf_counter()
        await narration.aclose()
        assert time.perf_counter() - started < 5.0
        await asyncio.sleep(0.1)
        told = await told_by(narrator, request("And now?"))
        assert told.answer.provider == "local"
