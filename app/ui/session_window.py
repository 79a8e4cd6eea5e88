"""Draws a session in one window: what is said, what the notes say, the answer, its state."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any, cast

from PyQt6.QtCore import QEvent, QTimer, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QImage, QResizeEvent

from app.core import settings
from app.core.events import (
    Answer,
    Attempt,
    Event,
    Health,
    Info,
    Problem,
    Question,
    Status,
)
from app.ui.announcer import Announcer
from app.ui.answer_view import AnswerView
from app.ui.content import Content, Mode
from app.ui.contrast_watch import ContrastWatch
from app.ui.drag import Drag
from app.ui.event_queue import EventQueue
from app.ui.history import History
from app.ui.language import tr
from app.ui.placed_window import PlacedWindow
from app.ui.placement import Places
from app.ui.readable import readable_event
from app.ui.styles import PALETTES, restyle, style_sheet
from app.ui.told import told

_GROW_BY = 72
"""Pixels the window grows at a time while an answer streams, so that it does not creep."""
_PICTURES = 50
"""Small pictures kept for looking back."""


class SessionWindow(PlacedWindow):
    """Draws a session as it goes on. `show_event` is its only input from the pipeline.

    Events wait in a bounded queue and are drawn by a frame clock at most 30 times a second.
    When the queue is full, the event is left out on screen (the recording has it), and
    ``on_problem`` is told once.
    """

    open_note_requested = pyqtSignal(str, int)
    """Path on this machine and line from 1."""
    link_requested = pyqtSignal(str)
    setting_changed = pyqtSignal(str, object)
    """A setting the user changed here, as ``overlay.mode``, and its new value."""
    look_changed = pyqtSignal(object)
    """The `settings.Overlay` in use from now on, for the other windows to follow."""

    def __init__(
        self,
        chosen: settings.Overlay,
        *,
        on_problem: Callable[[Problem], None],
        translucent: bool = True,
        places: Places | None = None,
    ) -> None:
        """``translucent`` is False where no compositor runs: see-through would be black."""
        super().__init__(chosen.width, places or {}, translucent=translucent)
        self._chosen = chosen
        self._translucent = translucent
        self._history = History()
        self._picture: QImage | None = None
        self._pictures: dict[str, QImage] = {}
        self.setWindowTitle("GhostPilot")
        self.setAccessibleName(tr("GhostPilot overlay"))
        self._content = Content(PALETTES[chosen.theme], self)
        self._announcer = Announcer(self)
        self._queue = EventQueue(self._draw, on_problem, parent=self)
        self._contrast = ContrastWatch(self)
        self._contrast.opacity_needed.connect(self._restyle)
        self._connect()
        self.apply_settings(chosen)

    def _connect(self) -> None:
        self.first_painted.connect(self._warm_up)
        content = self._content
        content.passages.open_requested.connect(self.open_note_requested)
        content.link_requested.connect(self.link_requested)
        content.speed_changed.connect(lambda speed: self._change("scroll_speed", speed))
        drag = Drag(content)
        drag.moved.connect(self.drag_to)
        drag.resized.connect(lambda by: self.resize_by(by.x(), by.y()))
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self.follow_screens)
            application.screenRemoved.connect(self.follow_screens)
            application.primaryScreenChanged.connect(self.follow_screens)

    def show_event(self, event: Event) -> None:
        """Take one event; returns at once. Call it on the loop's thread."""
        self._queue.put(told(readable_event(event)))

    def show_picture(self, image: QImage) -> None:
        """Show a small picture of what goes along with the next question."""
        self._queue.flush()  # questions that wait came before it
        self._picture = image

    def flush(self) -> None:
        """Draw everything that waits, now rather than at the next frame."""
        self._queue.flush()

    def resolve(self, where: str) -> None:
        """What failed at this place works again: its sticky problems leave the screen."""
        self._content.notices.resolve(where)

    def apply_settings(self, chosen: settings.Overlay) -> None:
        """Take changed settings over at once."""
        self._chosen = chosen
        self.set_default_width(chosen.width)
        palette = PALETTES[chosen.theme]
        if chosen.adapt_contrast and self._translucent:
            self._contrast.start(palette, chosen.opacity)
            self._restyle(self._contrast.opacity)
        else:
            self._contrast.stop()
            self._restyle(chosen.opacity)
        self._content.set_colours(palette)
        if self._content.mode != chosen.mode:
            self._content.set_mode(cast("Mode", chosen.mode))
        self._content.set_speed(chosen.scroll_speed, stepwise=chosen.reduced_motion)
        self._content.show_keys(self.has_keyboard)
        self._fit()
        self.look_changed.emit(chosen)

    def show_capture(self, words: str, *, warn: bool) -> None:
        """Show what the capture self-test found; empty words hide the line."""
        self._content.footer.show_capture(words, warn=warn)

    @property
    def chosen(self) -> settings.Overlay:
        """The settings in use."""
        return self._chosen

    @property
    def answer_text(self) -> str:
        """The plain text of the answer on screen."""
        return self._content.answer.text

    def set_mode(self, mode: Mode) -> None:
        """Show the session in another form; a note that scrolls is not where the next begins."""
        if mode == self._content.mode:
            return
        if mode == "teleprompter":
            self.apply_settings(dataclasses.replace(self._chosen, mode=mode))
        else:
            self._change("mode", mode)

    def keyboard_changed(self, accepted: bool) -> None:
        """Show by the panel's edge, and by naming them, that keys go to the overlay."""
        self._content.setProperty("keys", accepted)
        restyle(self._content)
        self._content.show_keys(accepted)
        self._fit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """The panel fills the window."""
        self._content.setGeometry(self.rect())
        super().resizeEvent(event)

    def event(self, event: QEvent | None) -> bool:
        """Fit the window again when its content or the pixels of its screen change."""
        if event is not None and event.type() in (
            QEvent.Type.LayoutRequest,
            QEvent.Type.DevicePixelRatioChange,
        ):
            self._queue.request()
        return super().event(event)

    def _warm_up(self) -> None:
        QTimer.singleShot(200, AnswerView.warm_up)

    def _change(self, name: str, value: object) -> None:
        """Apply a setting the user changed here, and say so."""
        changes: dict[str, Any] = {name: value}
        changed = dataclasses.replace(self._chosen, **changes)
        self.apply_settings(changed)
        self.setting_changed.emit(f"overlay.{name}", value)

    def _restyle(self, opacity: float) -> None:
        sheet = style_sheet(
            PALETTES[self._chosen.theme],
            opacity=opacity if self._translucent else 1.0,
            points=self._chosen.font_size,
            rounded=self._translucent,
        )
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)

    def _take(self, event: Event) -> None:
        content = self._content
        self._history.apply(event)
        content.take(event)
        match event:
            case Status():
                content.footer.show_status(event)
            case Attempt() if event.outcome == "started":
                content.footer.show_attempt(event)
            case Info(kind="notes"):
                content.notices.resolve("notes")
                content.notices.resolve("retrieval")
            case Health(state="ok" | "recovered"):
                content.notices.resolve(f"audio.{event.channel}")
            case Question():
                self._keep_picture(event.id)
            case Answer(ended="complete") if event.provider != "offline":
                content.notices.answered()
        self._announcer.tell(event)

    def _draw(self, events: Sequence[Event] = ()) -> None:
        for event in events:
            self._take(event)
        turn = self._history.shown
        if turn is not None:
            self._content.thumbnail.show_picture(self._pictures.get(turn.question.id))
            self._content.draw(turn)
            place, count = self._history.place
            self._content.footer.show_place(place, count, pinned=self._history.pinned)
        self._fit()

    def _keep_picture(self, question: str) -> None:
        """The picture that waits belongs to this question; old ones are let go."""
        if self._picture is not None:
            self._pictures[question], self._picture = self._picture, None
            if len(self._pictures) > _PICTURES:
                del self._pictures[next(iter(self._pictures))]

    def _fit(self) -> None:
        """Give the window the height of its content, in steps while an answer streams."""
        content, width = self._content, self.place.width
        height, least = content.heights(width)
        while least > self.most_height and content.notices.make_room():
            height, least = content.heights(width)
        if self._content.streaming:
            height = self.height() if height <= self.height() else height + _GROW_BY
        self.fit(height)
