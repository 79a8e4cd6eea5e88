"""What a session may be asked again with: another provider, model, prompt or notes folder."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable
from pathlib import Path

from app.core.errors import GhostPilotError
from app.core.events import Kind
from app.core.prompt import Prompt
from app.core.sections import MODES
from app.core.settings import Settings
from app.parts import notes_folders
from app.ui.sessions_source import Choices, Wish

PromptFor = Callable[[str, Kind], Awaitable[Prompt]]


def choices(settings: Settings, knowledge: Path | None = None) -> Choices:
    """What there is to choose from, and what counts without a choice. Blocking."""
    from app.store.prompts import PromptFolder

    prompts = [(prompt.id, prompt.title or prompt.id) for prompt in PromptFolder().read()]
    folders = notes_folders(settings, knowledge)
    return Choices(
        providers=tuple((provider.name, provider.model) for provider in settings.providers),
        prompts=tuple(sorted(prompts, key=lambda pair: pair[1].casefold())),
        modes=MODES,
        mode=settings.answers.mode,
        notes=", ".join(str(folder) for folder in folders),
    )


def settings_with(settings: Settings, wish: Wish) -> Settings:
    """The settings as this wish changes them; raises `GhostPilotError` that names what is not."""
    providers = settings.providers
    if wish.provider:
        providers = tuple(one for one in providers if one.name == wish.provider)
        if not providers:
            known = ", ".join(one.name for one in settings.providers) or "none"
            raise GhostPilotError(
                f"There is no provider {wish.provider}", f"the settings have {known}"
            )
    if wish.model:
        if not providers:
            raise GhostPilotError(
                f"There is no provider to ask for the model {wish.model}",
                next_step="Set one up in the settings.",
            )
        providers = (dataclasses.replace(providers[0], model=wish.model),)
    answers = settings.answers
    if wish.mode:
        if wish.mode not in MODES:
            raise GhostPilotError(
                f"There is no kind of conversation {wish.mode!r}",
                next_step=f"Choose one of {', '.join(MODES)}.",
            )
        answers = dataclasses.replace(answers, mode=wish.mode)
    return dataclasses.replace(settings, providers=providers, answers=answers)


async def prompt_with(wish: Wish) -> PromptFor:
    """The prompts as this wish changes them; raises `GhostPilotError` when there is none such.

    A model that was wished for is not changed by a prompt that would like another.
    """
    from app.store.prompts import PromptFolder

    folder = PromptFolder()
    only: Prompt | None = None
    if wish.prompt:
        prompts = {prompt.id: prompt for prompt in await asyncio.to_thread(folder.read)}
        if wish.prompt not in prompts:
            raise GhostPilotError(
                f"There is no prompt {wish.prompt}", f"there are {', '.join(sorted(prompts))}"
            )
        only = prompts[wish.prompt]

    async def prompt_for(mode: str, kind: Kind) -> Prompt:
        prompt = only or await folder.prompt_for(mode, kind)
        wished = wish.provider or wish.model
        return dataclasses.replace(prompt, model="") if wished else prompt

    return prompt_for


def notes_of(wish: Wish, knowledge: Path | None = None) -> Path | None:
    """The notes folder that was wished for, else the one given, else that of the settings.

    Raises `GhostPilotError` when there is no such folder. Blocking.
    """
    if not wish.notes:
        return knowledge
    folder = Path(wish.notes).expanduser()
    if not folder.is_dir():
        raise GhostPilotError(
            f"There is no notes folder {folder}", next_step="Choose one that is there."
        )
    return folder
