"""The prompts for the tab that edits them: read and written in workers, previewed as sent."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import GhostPilotError
from app.core.events import Passages, Question
from app.desks.notes import NotesAtHand
from app.parts import Plan
from app.ui.prompts_source import Preview, PromptRow, PromptText

if TYPE_CHECKING:
    from app.core.prompt import Prompt
    from app.store.prompts import PromptFolder

USUAL_CONTEXT = 32_768
"""Tokens of room assumed while no provider is set up."""


class PromptDesk:
    """Implements `ui.prompts_source.Prompts` over the two prompt folders."""

    def __init__(
        self,
        plan: Plan,
        at_hand: NotesAtHand,
        shipped: Path | None = None,
        own: Path | None = None,
    ) -> None:
        self._plan = plan
        self._at_hand = at_hand
        self._folders = (shipped, own)

    async def prompts(self) -> list[PromptRow]:
        """See `Prompts`."""
        return await asyncio.to_thread(self._rows)

    async def text(self, name: str) -> PromptText:
        """See `Prompts`."""

        def read() -> PromptText:
            folder = self._folder()
            return PromptText(folder.text(name), folder.text(name, shipped=True))

        return await asyncio.to_thread(read)

    async def preview(self, name: str, text: str, question: str) -> Preview:
        """See `Prompts`. The passages are those of the notes that are at hand."""
        from app.store.prompts import parse_prompt

        try:
            prompt = parse_prompt(name, text, own=True)
        except GhostPilotError as error:
            return Preview(trouble=error.detail or error.title)
        if not question.strip():
            return Preview()
        try:
            notes = await self._at_hand.notes()
            found = await notes.search(question, top=self._plan.settings.notes.passages)
        except GhostPilotError:
            found = Passages("", False, 0.0, ())
        return await asyncio.to_thread(self._build, prompt, question, found)

    async def save(self, name: str, text: str) -> None:
        """See `Prompts`."""
        await asyncio.to_thread(lambda: self._folder().save(name, text))

    async def restore(self, name: str) -> None:
        """See `Prompts`."""
        await asyncio.to_thread(lambda: self._folder().restore(name))

    def _build(self, prompt: Prompt, question: str, found: Passages) -> Preview:
        from app.llm.base import Request
        from app.llm.conceal import Concealer
        from app.llm.prompt import build_messages
        from app.llm.request import SAFETY_TOKENS

        settings = self._plan.settings
        answers, privacy = settings.answers, settings.privacy
        context = settings.providers[0].context if settings.providers else USUAL_CONTEXT
        asked = Question("sample", 0, question, "factual", "them", 0.0)
        built = build_messages(
            prompt,
            Request(asked, found),
            instructions=answers.instructions,
            budget=context - (prompt.max_tokens or answers.max_tokens) - SAFETY_TOKENS,
            talk_chars=answers.talk_chars,
            hide=Concealer(privacy.conceal, privacy.conceal_terms).hide,
        )
        messages = tuple((str(one["role"]), str(one["content"])) for one in built.messages)
        return Preview("", messages, tokens=built.tokens, passages=built.passages, fits=built.fits)

    def _rows(self) -> list[PromptRow]:
        return [
            PromptRow(
                one.name,
                one.title,
                "own" if not one.shipped else "changed" if one.own else "shipped",
                (*one.modes, *one.kinds),
                one.trouble,
            )
            for one in self._folder().listing()
        ]

    def _folder(self) -> PromptFolder:
        from app.store.prompts import PromptFolder

        return PromptFolder(*self._folders)
