"""The steps of the walk that let each side of the call be seen to be heard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PyQt6.QtWidgets import QHBoxLayout, QPushButton

from app.core.events import Channel
from app.ui.device_picker import DevicePicker
from app.ui.first_run_page import Page
from app.ui.language import tr
from app.ui.settings_source import SettingsSource
from app.ui.sound_source import Sounds

HEARD = -45
"""Decibels from which the bar counts as moved by a voice or a tone."""


class SoundPage(Page):
    """A device to choose with a meter beside it, and a word when something was heard."""

    def __init__(
        self,
        channel: Channel,
        sounds: Sounds,
        settings: SettingsSource,
        play: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """``play`` plays a test tone as other programs play sound."""
        super().__init__(_intro(channel))
        self._channel, self._settings, self._play = channel, settings, play
        audio = settings.now.audio
        self.picker = DevicePicker(
            sounds,
            channel,
            getattr(audio, f"{channel}_device"),
            theme=settings.now.overlay.theme,
            parent=self,
        )
        self.picker.chosen.connect(self._choose)
        self.picker.meter.valueChanged.connect(self._heard)
        self.column.addWidget(self.picker)
        row = QHBoxLayout()
        self.verdict = self.line(_waiting(channel), "quiet")
        row.addWidget(self.verdict, 1)
        if play is not None:
            self.tone = QPushButton(tr("&Play a test sound"), self)
            self.tone.clicked.connect(lambda: self.do(self._sound(), "play a test sound"))
            row.addWidget(self.tone)
        self.column.addLayout(row)
        self.column.addWidget(self.line(_promise(), "quiet"))
        self.end()

    def _choose(self, device: str) -> None:
        self.verdict.setText(_waiting(self._channel))
        self.do(self._keep(device), f"choose a device for {self._channel}")

    async def _keep(self, device: str) -> None:
        await self._settings.change({f"audio.{self._channel}_device": device})

    def _heard(self, level: int) -> None:
        if level >= HEARD:
            self.verdict.setText(
                tr("✓ The other side is heard.")
                if self._channel == "them"
                else tr("✓ Your microphone is heard.")
            )

    async def _sound(self) -> None:
        assert self._play is not None
        self.tone.setEnabled(False)
        try:
            await self._play()
        finally:
            self.tone.setEnabled(True)


def _intro(channel: Channel) -> str:
    if channel == "me":
        return tr("Which microphone do you speak into? Say something: the bar should move.")
    return tr(
        "The other side is heard from what this computer plays. Play a sound, or anything with a "
        "voice in it: the bar should move. With headphones nobody is heard twice."
    )


def _waiting(channel: Channel) -> str:
    if channel == "me":
        return tr("Nothing was heard yet. Is the microphone muted, or another one in use?")
    return tr("Nothing was heard yet.")


def _promise() -> str:
    return tr("Only the loudness is shown here. Nothing is recorded or understood.")
