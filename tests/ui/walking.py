"""What tests of the first-run walk share: settings that only remember, and quiet devices."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.core.errors import GhostPilotError
from app.core.events import Channel, Device, Problem
from app.core.provider import ProviderCheck
from app.core.settings import Provider, Settings, replace_values
from app.ui.providers_source import KeyPlace, Template
from app.ui.settings_source import Changed
from app.ui.sound_source import Level


class Remembered:
    """Settings that are changed in memory; ``refusal`` is raised instead of a change."""

    def __init__(self, now: Settings | None = None) -> None:
        self.now = now or Settings()
        self.refusal: GhostPilotError | None = None
        self.changes: list[dict[str, Any]] = []

    @property
    def file(self) -> Path:
        return Path("settings.toml")

    @property
    def overridden(self) -> Mapping[str, str]:
        return {}

    def on_change(self, changed: Changed) -> Callable[[], None]:
        return lambda: None

    async def change(
        self, changes: Mapping[str, Any], *, providers: Sequence[Provider] | None = None
    ) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.changes.append(dict(changes))
        self.now = replace_values(self.now, changes)
        if providers is not None:
            self.now = dataclasses.replace(self.now, providers=tuple(providers))

    async def export_to(self, target: Path) -> None: ...

    async def import_from(self, source: Path) -> int:
        return 0


class Devices:
    """Two microphones and a loudspeaker; ``loudness`` is what any of them hears, in dB."""

    def __init__(self, loudness: float = -90.0) -> None:
        self.loudness = loudness
        self.heard: list[tuple[Channel, str]] = []

    async def devices(self) -> list[Device]:
        return [
            Device("me", "Headset", "h", True),
            Device("me", "Webcam", "w", False),
            Device("them", "Speakers", "s", True),
        ]

    async def levels(self, channel: Channel, device: str) -> AsyncGenerator[Level, None]:
        self.heard.append((channel, device))
        while True:
            yield Level(device or "Headset", self.loudness)
            await asyncio.sleep(0.01)


class Known:
    """One service and one local server; a test shows what ``found`` says."""

    def __init__(self) -> None:
        self.found = ProviderCheck("any", True, True, True, 12.0)
        self.keys: dict[str, str] = {}
        self.hangs = False

    async def templates(self) -> Sequence[Template]:
        service = Provider("openai", "https://api.openai.com/v1", "gpt-4.1-mini", "OPENAI_API_KEY")
        custom = Provider("custom", "https://", "")
        return [Template("OpenAI", service, "https://keys.example"), Template("Custom", custom)]

    async def offers(self) -> Sequence[Provider]:
        return [Provider("ollama", "http://127.0.0.1:11434/v1", "llama3.2")]

    async def models(self, provider: Provider, key: str = "") -> Sequence[str]:
        return []

    async def test(self, provider: Provider, key: str = "") -> ProviderCheck:
        if self.hangs:
            await asyncio.get_running_loop().create_future()
        return dataclasses.replace(self.found, provider=provider.name)

    async def key_place(self, provider: Provider) -> KeyPlace | None:
        return None

    async def keep_key(self, provider: Provider, key: str) -> KeyPlace:
        self.keys[provider.name] = key
        return "keyring"

    async def forget_key(self, provider: Provider) -> KeyPlace | None:
        return None

    async def rename(self, old: Provider, new: Provider) -> None: ...


BAD_KEY = ProviderCheck(
    "any", True, key_accepted=False, problem=Problem("llm", "The key was refused", "401 no")
)
