"""The official fake narrator: says what it was told to, at a steady pace."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping

from app.core.events import Answer, AnswerDelta, Timing
from app.llm.base import Narration, Request
from app.llm.visible import Citations


class ScriptedNarrator:
    """Answers each question with a text by question text or id, else with a default.

    ``pause`` is the seconds between words, ``first`` the seconds before the first.
    """

    def __init__(
        self,
        texts: Mapping[str, str] | None = None,
        *,
        default: str = "A scripted answer. [1]",
        pause: float = 0.0,
        first: float = 0.0,
    ) -> None:
        self._texts = dict(texts or {})
        self._default = default
        self._pause = pause
        self._first = first
        self.asked: list[Request] = []
        """Every request so far."""

    async def stream(self, request: Request) -> AsyncGenerator[Narration, None]:
        """The text word by word, then one complete `Answer`."""
        self.asked.append(request)
        started = time.perf_counter()
        question = request.question
        said = self._texts.get(question.text) or self._texts.get(question.id) or self._default
        citations = Citations(len(request.passages.passages))
        await asyncio.sleep(self._first)
        first_ms = (time.perf_counter() - started) * 1000
        shown = ""
        for word in said.split(" "):
            visible = citations.feed(f" {word}" if shown else word)
            if visible:
                shown += visible
                yield AnswerDelta(question.id, visible)
            await asyncio.sleep(self._pause)
        if rest := citations.finish():
            shown += rest
            yield AnswerDelta(question.id, rest)
        timing = Timing(first_ms, (time.perf_counter() - started) * 1000)
        yield Answer(
            question.id, shown, "scripted", "scripted", "complete", timing, citations.valid
        )

    async def warm(self) -> None:
        """Nothing to get ready."""

    async def aclose(self) -> None:
        """Nothing to release."""
