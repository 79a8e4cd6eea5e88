"""The overlay: what is said, what the notes say and the answer, on top and out of the way."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from PyQt6.QtCore import QEvent, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent

from app.core import settings
from app.core.events import (
    Attempt,
    Event,
    Health,
    Info,
    Problem,
    Speech,
    Status,
    Transcript,
)
from app.ui.announcer import Announcer
from app.ui.answer_view import AnswerView
from app.ui.consent_note import copy_to_clipboard
from app.ui.content import MODES, Content, Mode
from app.ui.contrast_watch import ContrastWatch
from app.ui.drag import Drag
from app.ui.event_queue import EventQueue
from app.ui.history import History
from app.ui.language import tr
from app.ui.placed_window import PlacedWindow
from app.ui.placement import Places
from app.ui.styles import PALETTES, restyle, style_sheet

_GROW_BY = 72
"""Pixels the window grows at a time while an answer streams, so that it does not creep."""


class Overlay(PlacedWindow):
    """The window over the call. `show_event` is its only input from the pipeline.

    Events wait in a bounded queue and are drawn by a frame clock at most 30 times a second.
    When the queue is full, the event is left out on screen (the recording has it), and
    ``on_problem`` is told once.

    It takes the keyboard only in `take_keyboard` and `open_ask_line`, which the user asks
    for, and gives it back in `release_keyboard`.
    """

    asked = pyqtSignal(str)
    ask_now_requested = pyqtSignal()
    stop_requested = pyqtSignal()
    open_note_requested = pyqtSignal(str, int)
    """Path on this machine and line from 1."""
    link_requested = pyqtSignal(str)
    setting_changed = pyqtSignal(str, object)
    """A setting the user changed here, as ``overlay.mode``, and its new value."""
    consent_given = pyqtSignal()

    def __init__(
        self,
        chosen: settings.Overlay,
        *,
        on_problem: Callable[[Problem], None],
        translucent: bool = True,
        places: Places | None = None,
        tell_them: str = settings.Privacy().tell_them,
    ) -> None:
        """``translucent`` is False where no compositor runs: see-through would be black."""
        super().__init__(chosen.width, places or {}, translucent=translucent)
        self._chosen = chosen
        self._translucent = translucent
        self._tell_them = tell_them
        self._history = History()
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
        content.ask_line.asked.connect(self.asked)
        content.ask_line.closed.connect(self.release_keyboard)
        content.consent.tell_them_pressed.connect(self.tell_them)
        content.consent.understood_pressed.connect(self.understood)
        drag = Drag(content)
        drag.moved.connect(self.drag_to)
        drag.resized.connect(lambda by: self.resize_by(by.x(), by.y()))
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self.follow_screens)
            application.screenRemoved.connect(self.follow_screens)
            application.primaryScreenChanged.connect(self.follow_screens)

    # What the pipeline and the composition root call

    def show_event(self, event: Event) -> None:
        """Take one event; returns at once. Call it on the loop's thread."""
        self._queue.put(event)

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
        self._restyle(chosen.opacity)
        palette = PALETTES[chosen.theme]
        self._content.set_colours(palette)
        if chosen.adapt_contrast and self._translucent:
            self._contrast.start(palette, chosen.opacity)
        else:
            self._contrast.stop()
        if self._content.mode != chosen.mode:
            self._content.set_mode(cast("Mode", chosen.mode))
        if self._content.script is not None:
            self._content.script.set_speed(chosen.scroll_speed, stepwise=chosen.reduced_motion)
        self._fit()

    def show_note(self, title: str, markdown: str) -> None:
        """Open a note in the teleprompter, at its top and standing still."""
        self._content.teleprompter().show_note(title, markdown)
        self.set_mode("teleprompter")

    def show_capture(self, words: str, *, warn: bool) -> None:
        """Show what the capture self-test found; empty words hide the line."""
        self._content.footer.show_capture(words, warn=warn)

    def show_consent(self) -> None:
        """Ask a new user to think of the others before the first session."""
        self._content.consent.show()
        self._announcer.announce(self._content.consent.accessibleName())

    def grab_png(self, path: Path) -> None:
        """Write what the overlay shows now to a PNG file."""
        self.flush()
        if not self.grab().save(str(path), "PNG"):
            raise OSError(f"the picture {path} could not be written")

    @property
    def answer_text(self) -> str:
        """The plain text of the answer on screen."""
        return self._content.answer.text

    # What the user does, by global hotkey or by a key of the overlay

    def previous_answer(self) -> None:
        """Show the answer before this one."""
        self._history.back()
        self._draw()

    def next_answer(self) -> None:
        """Show the answer after this one."""
        self._history.forward()
        self._draw()

    def toggle_pin(self) -> None:
        """Keep this answer on screen when new questions come, or stop keeping it."""
        self._history.toggle_pin()
        self._draw()

    def copy_answer(self) -> None:
        """Put the answer on the clipboard, as markdown."""
        if (turn := self._history.shown) is not None and turn.text:
            copy_to_clipboard(turn.text)
            self._say(tr("Answer copied"))

    def tell_them(self) -> None:
        """Put the message for the others on the clipboard."""
        copy_to_clipboard(self._tell_them)
        self._say(tr("Message copied. Paste it into the chat of the call."))

    def understood(self) -> None:
        """The note on consent has been read."""
        if not self._content.consent.isHidden():
            self._content.consent.hide()
            self.consent_given.emit()

    def stop(self) -> None:
        """Ask for the answer in flight to be stopped."""
        self.stop_requested.emit()

    def ask_now(self) -> None:
        """Ask for an answer to what was said last."""
        self.ask_now_requested.emit()

    def set_mode(self, mode: Mode) -> None:
        """Show the session in another form."""
        if mode != self._content.mode:
            self._change("mode", mode)

    def next_mode(self) -> None:
        """Go round the modes."""
        self.set_mode(MODES[(MODES.index(self._content.mode) + 1) % len(MODES)])

    def toggle_teleprompter(self) -> None:
        """Start or pause the note."""
        if self._content.mode == "teleprompter":
            self._content.teleprompter().toggle()

    def larger_text(self) -> None:
        """One point larger."""
        self._change("font_size", min(40, self._chosen.font_size + 1))

    def smaller_text(self) -> None:
        """One point smaller."""
        self._change("font_size", max(9, self._chosen.font_size - 1))

    def scroll_answer(self, pages: float) -> None:
        """Scroll the answer, or the note of the teleprompter, by this part of a page."""
        script = self._content.script
        if self._content.mode == "teleprompter" and script is not None:
            script.step(round(pages * 12))
            return
        bar = self._content.answer.verticalScrollBar()
        if bar is not None:
            wanted = bar.value() + pages * bar.pageStep()
            bar.setValue(round(min(max(wanted, bar.minimum()), bar.maximum())))

    def open_passage(self, number: int) -> None:
        """Ask to open the passage of this number, from 1."""
        self._content.passages.open(number)

    def dismiss_problem(self) -> None:
        """Put the newest problem away."""
        self._content.notices.dismiss()

    def open_ask_line(self) -> None:
        """Take the keyboard and open a line for a typed question."""
        self._content.ask_line.show()
        self.take_keyboard()
        self._content.ask_line.setFocus()

    def release_keyboard(self) -> None:
        """Give the keyboard back, and close the line for typed questions."""
        self._content.ask_line.hide()
        super().release_keyboard()

    def keyboard_changed(self, accepted: bool) -> None:
        """Show by the panel's edge that keys go to the overlay."""
        self._content.setProperty("keys", accepted)
        restyle(self._content)

    # Qt's own calls

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Keys of `overlay_keys`, which load with the first one: Qt's list of keys is long."""
        from app.ui.overlay_keys import ACTIONS, ARROWS, SCROLLS, passage_number

        if event is None:
            return
        key, held = Qt.Key(event.key()), event.modifiers()
        number = passage_number(event.key())
        if held & Qt.KeyboardModifier.ControlModifier and key in ARROWS:
            self.move_by(*ARROWS[key])
        elif held & Qt.KeyboardModifier.ShiftModifier and key in ARROWS:
            self.resize_by(*ARROWS[key])
            self._fit()
        elif key in SCROLLS:
            self.scroll_answer(SCROLLS[key])
        elif key in ACTIONS:
            getattr(self, ACTIONS[key])()
        elif number is not None:
            self.open_passage(number)
        else:
            super().keyPressEvent(event)

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

    def _say(self, words: str) -> None:
        self._content.notices.show_info(Info("overlay", note=words))

    def _take(self, event: Event) -> None:
        content = self._content
        self._history.apply(event)
        match event:
            case Transcript():
                content.captions.show_transcript(event)
            case Speech():
                content.captions.show_speech(event)
            case Status():
                content.footer.show_status(event)
            case Attempt() if event.outcome == "started":
                content.footer.show_attempt(event)
            case Info():
                content.notices.show_info(event)
            case Health() if event.state in ("ok", "recovered"):
                content.notices.resolve(f"audio.{event.channel}")
            case Problem():
                content.notices.show_problem(event)
        self._announcer.tell(event)

    def _draw(self, events: Sequence[Event] = ()) -> None:
        for event in events:
            self._take(event)
        turn = self._history.shown
        if turn is not None:
            self._content.draw(turn)
            place, count = self._history.place
            self._content.footer.show_place(place, count, pinned=self._history.pinned)
        self._fit()

    def _fit(self) -> None:
        """Give the window the height of its content, in steps while an answer streams."""
        height = self._content.wanted_height(self.place.width)
        if self._content.streaming:
            height = self.height() if height <= self.height() else height + _GROW_BY
        self.fit(height)
