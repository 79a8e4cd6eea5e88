"""One turn, or the whole session played back, in the same panel that the overlay shows."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PyQt6.QtCore import QTimer, pyqtSignal
from PyQt6.QtGui import QHideEvent, QResizeEvent
from PyQt6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.core.events import Event, Problem, Question, Transcript
from app.core.tasks import spawn
from app.store.player import Player
from app.ui.content import Content
from app.ui.event_queue import EventQueue
from app.ui.history import History
from app.ui.readable import readable_event
from app.ui.replay_bar import ReplayBar
from app.ui.sound_bar import SoundBar
from app.ui.styles import Palette

if TYPE_CHECKING:
    from app.ui.sessions_source import Sound

TICK_MS = 100
_LEAST_PX = 160
"""Height that a turn keeps in a low window; the page inside scrolls."""


class ReplayPanel(QWidget):
    """Shows recorded events as the overlay did. Playing needs no network and asks no model."""

    play_wanted = pyqtSignal()
    """Play was pressed and no session is loaded: answer with `play`."""
    moved = pyqtSignal(float)
    """Where the playback is, in session seconds."""
    turn_changed = pyqtSignal(int)
    ended = pyqtSignal()
    """The last event was shown."""
    event_shown = pyqtSignal(object)
    """An event of the playback, when its time has come; the next frame draws it."""
    link_requested = pyqtSignal(str)
    open_note_requested = pyqtSignal(str, int)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = palette
        self._player: Player | None = None
        self._playing: asyncio.Task[None] | None = None
        self._turn = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.bar = ReplayBar(self)
        self.bar.toggle_wanted.connect(self.toggle)
        self.bar.step_wanted.connect(self._step)
        self.bar.skip_wanted.connect(self.skip)
        self.bar.seek_wanted.connect(self._seek)
        self.bar.speed_changed.connect(self._change_speed)
        self.sound = SoundBar(self)
        self._queue = EventQueue(self._draw, lambda _: None, size=1_000_000, parent=self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._history = History()
        self._content = self._make_content()
        self._column.addWidget(self._content, 100)
        self._column.addStretch(1)
        self._column.addWidget(self.bar)
        self._column.addWidget(self.sound)

    @property
    def content(self) -> Content:
        """The panel with question, passages and answer."""
        return self._content

    @property
    def player(self) -> Player | None:
        """What plays, or could go on; None while a single turn is shown."""
        return self._player

    @property
    def playing(self) -> bool:
        """Whether time runs."""
        return self._playing is not None and self._player is not None and not self._player.paused

    def show_turn(self, events: Sequence[Event]) -> None:
        """Show how a turn ended; a playback ends."""
        self.stop()
        self._fresh()
        for event in events:
            if isinstance(event, Question):
                who = event.channel
                said = Transcript("", who, event.text, event.asked_at, event.asked_at, True)
                self._queue.put(said)
            if not isinstance(event, Problem):
                self._queue.put(event)
        self._queue.flush()

    def play(self, events: Sequence[Event], turn: int = 0, sound: Sound | None = None) -> None:
        """Play these events from the start, or from where a turn is asked."""
        self.stop()
        self._fresh()
        self.sound.take(sound)
        self._player = Player(events, self._show, reset=self._fresh, speed=self.bar.speed)
        self.bar.load(self._player.length)
        if turn > 1:
            self._player.seek_turn(turn)
        self._go_on()

    def flush(self) -> None:
        """Draw what waits, now rather than at the next frame."""
        self._queue.flush()

    def stop(self) -> None:
        """End the playback."""
        if self._playing is not None:
            self._playing.cancel()
        self._playing, self._player, self._turn = None, None, 0
        self._timer.stop()
        self.sound.take(None)
        self.bar.unload()
        self._show_state()

    def toggle(self) -> None:
        """Play, pause, go on, or begin again at the end."""
        if self._player is None:
            self.play_wanted.emit()
        elif self._playing is None:
            self._go_on()
        elif self._player.paused:
            self._player.resume()
        else:
            self._player.pause()
        self._show_state()

    def skip(self) -> None:
        """Show the rest of this answer at once; between turns, go to the next one."""
        if self._player is not None:
            self._player.skip()
            self._tick()

    def seek_turn(self, number: int) -> None:
        """Go to where a turn is asked."""
        if self._player is not None:
            self._player.seek_turn(number)
            self._turn = number
            self._tick()

    def set_colours(self, palette: Palette) -> None:
        """Draw in another theme."""
        self._colours = palette
        self._content.set_colours(palette)

    def _show(self, event: Event) -> None:
        self._queue.put(event)
        self.event_shown.emit(event)

    def _go_on(self) -> None:
        assert self._player is not None
        self._playing = spawn(self._run(self._player), name="play back a session")
        self._timer.start(TICK_MS)
        self._show_state()

    async def _run(self, player: Player) -> None:
        await player.run()
        if player is self._player:
            self._playing = None
            self._timer.stop()
            self._queue.flush()
            self._tick()
            self._show_state()
            self.ended.emit()

    def _fresh(self) -> None:
        """Begin with an empty panel, as the overlay does; what waits belongs to the old one."""
        self._queue.flush()
        old, self._content = self._content, self._make_content()
        self._history = History()
        self._column.replaceWidget(old, self._content)
        old.hide()
        old.deleteLater()

    def _make_content(self) -> Content:
        content = Content(self._colours, self)
        content.link_requested.connect(self.link_requested)
        content.passages.open_requested.connect(self.open_note_requested)
        content.set_colours(self._colours)
        for name in ("dot", "state", "recording"):  # they tell of now, and this is the past
            if (label := content.footer.findChild(QLabel, name)) is not None:
                label.hide()
        return content

    def _fit(self) -> None:
        """No taller than what it shows, and never so low that nothing can be read."""
        wanted, least = self._content.heights(self.width())
        self._content.setMinimumHeight(min(wanted, least, _LEAST_PX))
        self._content.setMaximumHeight(wanted)

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Time stands still while nobody looks."""
        super().hideEvent(event)
        if self.playing:
            self.toggle()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Lines break elsewhere in another width."""
        super().resizeEvent(event)
        self._fit()

    def _draw(self, events: Sequence[Event]) -> None:
        for event in events:
            event = readable_event(event)
            self._history.apply(event)
            self._content.take(event)
        if self._history.shown is not None:
            self._content.draw(self._history.shown)
        self._fit()

    def _tick(self) -> None:
        player = self._player
        if player is None:
            return
        self.bar.show_place(player.position, player.length)
        self._keep_sound()
        self.moved.emit(player.position)
        if player.turn != self._turn:
            self._turn = player.turn
            self.turn_changed.emit(player.turn)

    def _keep_sound(self) -> None:
        """Have the sound where the playback is, and silent while that rests."""
        if self._player is not None:
            place = self._player.position if self.playing else None
            self.sound.follow(place, self.bar.speed)

    def _show_state(self) -> None:
        self._keep_sound()
        self.bar.show_state(playing=self.playing, loaded=self._player is not None)

    def _change_speed(self) -> None:
        if self._player is not None:
            self._player.set_speed(self.bar.speed)
            self._keep_sound()

    def _step(self, by: int) -> None:
        if self._player is not None:
            self._player.seek_turn(max(1, self._player.turn + by))
            self._tick()

    def _seek(self, seconds: float) -> None:
        if self._player is not None:
            self._player.seek(seconds)
            self._tick()
