"""What the settings window asks of the settings: read at once, changed and kept in a worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from app.core.settings import Provider, Settings

Changed = Callable[[Settings, Settings], None]
"""Told the settings before and after a change, on the loop."""


class SettingsSource(Protocol):
    """The settings of the running program and the file that keeps them."""

    @property
    def now(self) -> Settings:
        """The settings that count now."""

    @property
    def file(self) -> Path:
        """Where they are kept; for people to read."""

    @property
    def overridden(self) -> Mapping[str, str]:
        """Settings that an environment variable decides in this run, with its name."""

    def on_change(self, changed: Changed) -> Callable[[], None]:
        """Be told of every change, wherever it came from; returns what ends that."""

    async def change(
        self, changes: Mapping[str, Any], *, providers: Sequence[Provider] | None = None
    ) -> None:
        """Check ``{"section.name": value}``, apply it and keep it in the file.

        Raises `GhostPilotError` when a value does not fit, or what it asks for cannot be had;
        then nothing has changed. A file that cannot be written is told as a problem, and the
        change lasts until the program ends.
        """

    async def export_to(self, target: Path) -> None:
        """Write all settings to a file: no keys, and none of the hosts that were agreed to.

        Raises `GhostPilotError` when it cannot be written.
        """

    async def import_from(self, source: Path) -> int:
        """Take over what a file states; how many settings that changed.

        Hosts that were agreed to on another machine are not taken over. Raises
        `GhostPilotError` when the file or something in it does not fit; then nothing changed.
        """
