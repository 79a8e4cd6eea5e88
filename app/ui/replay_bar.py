"""The bar below a playback: play and pause, turns and places to go to, and how fast it runs."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from app.ui.language import tr
from app.ui.session_words import length

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0)


class ReplayBar(QWidget):
    """Shows where a playback is; what the user wants of it goes out as signals."""

    toggle_wanted = pyqtSignal()
    """Play, pause or go on."""
    step_wanted = pyqtSignal(int)
    """This many turns on; -1 is the turn before."""
    skip_wanted = pyqtSignal()
    """Show the rest of this answer at once."""
    seek_wanted = pyqtSignal(float)
    """Go to a place, in session seconds."""
    speed_changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._before = self._button("◀", tr("Turn before"))
        self._before.clicked.connect(lambda: self.step_wanted.emit(-1))
        self._play = self._button("▶", tr("Play back"))
        self._play.setObjectName("main")
        self._play.clicked.connect(self.toggle_wanted)
        self._after = self._button("▶|", tr("Next turn"))
        self._after.clicked.connect(lambda: self.step_wanted.emit(+1))
        self._skip = self._button("▶▶", tr("Show the rest of this answer"))
        self._skip.clicked.connect(self.skip_wanted)
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setAccessibleName(tr("Place in the session"))
        self._slider.sliderReleased.connect(self._slid)
        self._row.addWidget(self._slider, 1)
        self._clock = QLabel(self)
        self._clock.setObjectName("quiet")
        self._row.addWidget(self._clock)
        self.speeds = QComboBox(self)
        self.speeds.setAccessibleName(tr("Speed"))
        self.speeds.addItems([f"{speed:g}x" for speed in SPEEDS])
        self.speeds.setCurrentIndex(SPEEDS.index(1.0))
        self.speeds.currentIndexChanged.connect(self.speed_changed)
        self._row.addWidget(self.speeds)
        self.unload()

    @property
    def speed(self) -> float:
        """How fast the session runs; 1 is as it was."""
        return SPEEDS[self.speeds.currentIndex()]

    def load(self, seconds: float) -> None:
        """A session of this length is there to be played."""
        self._slider.setRange(0, max(1, round(seconds * 10)))
        self._slider.setEnabled(True)

    def unload(self) -> None:
        """No session is there to be played."""
        self._slider.setEnabled(False)
        self._slider.setValue(0)
        self._clock.setText("")

    def show_place(self, position: float, whole: float) -> None:
        """Session seconds; the user who drags the slider is left alone."""
        if not self._slider.isSliderDown():
            self._slider.setValue(round(position * 10))
        self._clock.setText(f"{length(position)} / {length(whole)}")

    def show_state(self, *, playing: bool, loaded: bool) -> None:
        """Whether time runs, and whether there is a session to move in."""
        self._play.setText("❚❚" if playing else "▶")
        self._play.setToolTip(tr("Pause") if playing else tr("Play back"))
        self._play.setAccessibleName(self._play.toolTip())
        for button in (self._before, self._after, self._skip):
            button.setEnabled(loaded)

    def _slid(self) -> None:
        self.seek_wanted.emit(self._slider.value() / 10)

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(name)
        button.setAccessibleName(name)
        self._row.addWidget(button)
        return button
