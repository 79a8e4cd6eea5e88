"""Which side of a kept call is heard while it is played back, and how loud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from app.ui.language import tr

if TYPE_CHECKING:
    from app.ui.sessions_source import Side, Sound

SIDES: tuple[Side, ...] = ("both", "them", "me")
TRUE_SPEED = 1.0
"""Sound is heard at this speed only: faster or slower, voices would change their pitch."""


class SoundBar(QWidget):
    """Owns the sound of the playback; without one it takes no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sound: Sound | None = None
        self._side = QComboBox(self)
        self._side.setAccessibleName(tr("Whose voice is heard"))
        self._side.addItems([tr("Both sides"), tr("Them"), tr("Me")])
        self._side.currentIndexChanged.connect(self._choose)
        self._mute = QPushButton(tr("Mute"), self)
        self._mute.setCheckable(True)
        self._mute.toggled.connect(self._choose)
        self._volume = QSlider(Qt.Orientation.Horizontal, self)
        self._volume.setAccessibleName(tr("Volume"))
        self._volume.setToolTip(self._volume.accessibleName())
        self._volume.setRange(0, 100)
        self._volume.setValue(100)
        self._volume.setMaximumWidth(140)
        self._volume.valueChanged.connect(self._choose)
        self._note = QLabel(self)
        self._note.setObjectName("quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(QLabel(tr("Sound"), self))
        for part in (self._side, self._mute, self._volume):
            row.addWidget(part)
        row.addWidget(self._note, 1)
        self.hide()

    @property
    def note(self) -> str:
        """Why nothing is heard; empty when something is."""
        return self._note.text()

    def take(self, sound: Sound | None) -> None:
        """Play this sound from now on; the one before falls silent."""
        if self._sound is not None:
            self._sound.close()
        self._sound = sound
        self._note.setText("")
        self.setVisible(sound is not None)
        self._choose()

    def follow(self, seconds: float | None, speed: float) -> None:
        """Keep to the timeline, which is here and runs at this speed; None while it rests."""
        if self._sound is None:
            return
        true = speed == TRUE_SPEED
        self._sound.follow(seconds if true else None)
        self._note.setText("" if true else tr("Sound is heard at 1x only"))

    def _choose(self) -> None:
        if self._sound is not None:
            volume = 0.0 if self._mute.isChecked() else self._volume.value() / 100
            self._sound.choose(SIDES[self._side.currentIndex()], volume)
