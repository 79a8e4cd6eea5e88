"""Choose a sound device by its name and see at once, beside it, whether it is heard."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QHideEvent, QShowEvent
from PyQt6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QWidget

from app.core.errors import GhostPilotError
from app.core.events import Channel, Device
from app.core.tasks import spawn
from app.ui.language import tr
from app.ui.level_meter import LevelMeter
from app.ui.plain_line import plain_line
from app.ui.sound_source import Level, Sounds
from app.ui.told_words import error_words

LOOK_S = 1.0
"""Between looks at what is plugged in, while the picker is on screen."""


class DevicePicker(QWidget):
    """The devices of one channel with a meter beside them; works only while it is shown.

    The choice is a name, or the system's own name where two devices share one, and empty for
    the default. A chosen device that is not plugged in stays chosen and says so.
    """

    chosen = pyqtSignal(str)
    """The user chose another device: what the settings shall remember."""

    def __init__(
        self,
        sounds: Sounds,
        channel: Channel,
        choice: str = "",
        *,
        theme: str = "dark",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sounds = sounds
        self._channel: Channel = channel
        self._choice = choice
        self._devices: Sequence[Device] = ()
        self._found = ""
        """The chosen device as it is called now; empty while it is not heard."""
        self._tasks: list[asyncio.Task[None]] = []
        name = tr("System audio") if channel == "them" else tr("Microphone")
        self.combo = QComboBox(self)
        self.combo.setAccessibleName(name)
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(18)
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.combo.activated.connect(self._activated)
        self.meter = LevelMeter(tr("Level of {name}").format(name=name), theme, self)
        self.note = plain_line("quiet", parent=self)
        self.note.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.addWidget(self.combo, 0, 0)
        grid.addWidget(self.meter, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.note, 1, 0, 1, 2)
        self.setFocusProxy(self.combo)
        self._fill()

    @property
    def choice(self) -> str:
        """What is chosen; empty for the default."""
        return self._choice

    def set_choice(self, choice: str) -> None:
        """Choose without telling anybody, such as when the settings file changed."""
        if choice != self._choice:
            self._choice = choice
            self._fill()
            self._listen_anew()

    def set_theme(self, theme: str) -> None:
        """Take the colours of another theme."""
        self.meter.set_theme(theme)

    def restart(self) -> None:
        """Open the device anew, such as after another backend was chosen."""
        self._listen_anew()

    def showEvent(self, event: QShowEvent | None) -> None:
        """Begin to listen."""
        super().showEvent(event)
        self._listen_anew()

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Close the device: nobody looks at its level."""
        super().hideEvent(event)
        self._stop()

    def _listen_anew(self) -> None:
        self._stop()
        if self.isVisible():
            self._tasks = [
                spawn(self._look(), name=f"list devices for {self._channel}"),
                spawn(self._meter(self._choice), name=f"meter {self._channel}"),
            ]

    def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks = []
        self._found = ""
        self.meter.show_level(None)

    async def _look(self) -> None:
        """Keep the list up with what is plugged in."""
        while True:
            try:
                devices = await self._sounds.devices()
            except GhostPilotError:
                devices = []  # the meter says why nothing is there
            if devices != self._devices and not self._is_open():
                self._devices = devices
                self._fill()
            await asyncio.sleep(LOOK_S)

    async def _meter(self, choice: str) -> None:
        try:
            async with aclosing(self._sounds.levels(self._channel, choice)) as levels:
                async for level in levels:
                    self._show(level)
        except GhostPilotError as error:
            self._show(Level("", None, note=error_words(error)))

    def _show(self, level: Level) -> None:
        self.meter.show_level(level.decibels)
        note = level.note
        if level.stand_in:
            words = tr("{choice} is not plugged in. {device} is heard instead.")
            note = words.format(choice=self._choice, device=level.device)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        found = "" if level.stand_in else level.device
        if found != self._found and not self._is_open():
            self._found = found
            self._fill()

    def _is_open(self) -> bool:
        """Whether the user is choosing right now: the list must not move under the pointer."""
        view = self.combo.view()
        return view is not None and view.isVisible()

    def _activated(self, index: int) -> None:
        choice = self.combo.itemData(index)
        if choice != self._choice:
            self._choice = choice
            self._fill()
            self._listen_anew()
            self.chosen.emit(choice)

    def _fill(self) -> None:
        """Write the list anew with the same choice."""
        combo = self.combo
        combo.blockSignals(True)
        combo.clear()
        for text, data in _entries(self._devices, self._channel):
            combo.addItem(text, data)
        index = combo.findData(self._choice)
        if index < 0 and self._found:
            index = combo.findText(self._found)
        if index < 0:
            index = combo.count()
            text = tr("{device} (not plugged in)") if self._devices else "{device}"
            combo.addItem(text.format(device=self._choice), self._choice)
        combo.setCurrentIndex(index)
        combo.blockSignals(False)


def _entries(devices: Sequence[Device], channel: Channel) -> list[tuple[str, str]]:
    """What the list shows and what each choice means, the default first."""
    ours = [device for device in devices if device.channel == channel]
    names = [device.name for device in ours]
    default = next((device.name for device in ours if device.default), "")
    first = tr("Default: {device}").format(device=default) if default else tr("Default")
    entries = [(first, "")]
    for device in ours:
        if names.count(device.name) == 1:
            entries.append((device.name, device.name))
        else:
            entries.append((f"{device.name} [{device.key}]", device.key))
    return entries
