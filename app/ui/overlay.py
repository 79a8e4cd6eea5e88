"""The overlay: the session on top of the call, and what the user can do with it."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent

from app.core import settings
from app.core.events import Info, Problem
from app.ui.clipboard import copy_to_clipboard
from app.ui.consent_source import ConsentFacts
from app.ui.content import MODES
from app.ui.language import tr
from app.ui.placement import Places
from app.ui.session_window import SessionWindow


class Overlay(SessionWindow):
    """The window over the call. Its methods are what keys, global hotkeys and the tray do.

    It takes the keyboard only in `take_keyboard`, `open_ask_line` and `show_consent`, and
    gives it back in `release_keyboard`, or when the user goes to another window.
    """

    asked = pyqtSignal(str)
    ask_now_requested = pyqtSignal()
    stop_requested = pyqtSignal()
    follow_requested = pyqtSignal(str)
    """``continue``, ``retry`` (with the next provider), ``shorter`` or ``more``."""
    read_note_requested = pyqtSignal(str)
    """Path of a note that is to scroll here, in the teleprompter."""
    choose_note_requested = pyqtSignal()
    """The user wants to choose such a note."""
    consent_given = pyqtSignal()
    consent_refused = pyqtSignal()

    def __init__(
        self,
        chosen: settings.Overlay,
        *,
        on_problem: Callable[[Problem], None],
        translucent: bool = True,
        places: Places | None = None,
        tell_them: str = settings.Privacy().tell_them,
    ) -> None:
        """``translucent`` is False where no compositor runs: see-through would be black.

        ``places`` is what `places_changed` told last time; ``tell_them`` is the message that
        one key puts on the clipboard.
        """
        super().__init__(chosen, on_problem=on_problem, translucent=translucent, places=places)
        self._tell_them = tell_them
        content = self._content
        content.ask_line.asked.connect(self.asked)
        content.ask_line.closed.connect(self.release_keyboard)
        content.consent.tell_them_pressed.connect(self.tell_them)
        content.consent.understood_pressed.connect(self.understood)
        content.consent.refused_pressed.connect(self.not_now)

    def set_message(self, tell_them: str) -> None:
        """The message that one key puts on the clipboard."""
        self._tell_them = tell_them

    def show_note(self, title: str, markdown: str) -> None:
        """Open a note in the teleprompter, at its top and standing still."""
        self._content.teleprompter().show_note(title, markdown)
        self.set_mode("teleprompter")

    def show_consent(self, facts: ConsentFacts | None = None) -> None:
        """Tell what will be recorded and sent before others are listened to, and ask.

        It takes the keyboard, since the user has just wanted to begin and it waits for a key.
        """
        consent = self._content.consent
        if facts is not None:
            consent.show_facts(facts)
        self._content.show_consent(True)
        self.take_keyboard()
        self._announcer.announce(consent.accessibleName())
        self._fit()

    def hide_consent(self) -> None:
        """Take the question away: it has been answered elsewhere."""
        if not self._content.consent.isHidden():
            self._content.show_consent(False)
            self.release_keyboard()

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
        """The note on consent has been read, and the user wants to listen."""
        if not self._content.consent.isHidden():
            self.hide_consent()
            self.consent_given.emit()

    def not_now(self) -> None:
        """Escape: no to the note on consent, else the keyboard goes back."""
        if self._content.consent.isHidden():
            self.release_keyboard()
        else:
            self.hide_consent()
            self.consent_refused.emit()

    def stop(self) -> None:
        """Ask for the answer in flight to be stopped."""
        self.stop_requested.emit()

    def continue_answer(self) -> None:
        """Go on with an answer that was cut."""
        self.follow_requested.emit("continue")

    def retry_answer(self) -> None:
        """Ask the same of the next provider."""
        self.follow_requested.emit("retry")

    def shorter_answer(self) -> None:
        """The same in fewer words."""
        self.follow_requested.emit("shorter")

    def longer_answer(self) -> None:
        """More about it."""
        self.follow_requested.emit("more")

    def ask_now(self) -> None:
        """Ask for an answer to what was said last."""
        self.ask_now_requested.emit()

    def next_mode(self) -> None:
        """Go round the modes; the one for a note only while a note is open."""
        modes = [mode for mode in MODES if mode != "teleprompter" or self._content.has_note]
        now = self._content.mode
        self.set_mode(modes[(modes.index(now) + 1) % len(modes)] if now in modes else modes[0])

    def toggle_teleprompter(self) -> None:
        """Start or pause the note."""
        if self._content.mode == "teleprompter":
            self._content.teleprompter().toggle()

    def faster(self) -> None:
        """Let the note scroll faster."""
        self._content.teleprompter().change_speed(+5)

    def slower(self) -> None:
        """Let the note scroll slower."""
        self._content.teleprompter().change_speed(-5)

    def larger_text(self) -> None:
        """One point larger."""
        self._change("font_size", min(40, self._chosen.font_size + 1))

    def smaller_text(self) -> None:
        """One point smaller."""
        self._change("font_size", max(9, self._chosen.font_size - 1))

    def scroll_answer(self, pages: float) -> None:
        """Scroll the answer, or the note of the teleprompter, by this part of a page.

        The page around it goes on where that has come to its end, or where there is none.
        """
        content = self._content
        if content.consent.isHidden() and self._scrolled(pages):
            return
        content.page.scroll_pages(pages)

    def _scrolled(self, pages: float) -> bool:
        """Whether what scrolls by itself has moved by less than all of it."""
        content = self._content
        if content.mode == "teleprompter" and content.script is not None:
            content.script.step(round(pages * 12))
            return True
        bar = content.answer.verticalScrollBar()
        if content.answer.isHidden() or bar is None:
            return False
        before = bar.value()
        wanted = before + pages * bar.pageStep()
        bar.setValue(round(min(max(wanted, bar.minimum()), bar.maximum())))
        return bar.value() != before and abs(pages) <= 1

    def open_passage(self, number: int) -> None:
        """Ask to open the passage of this number, from 1."""
        self._content.passages.open(number)

    def read_passage(self, number: int) -> None:
        """Ask to read the whole note of this passage here."""
        if path := self._content.passages.path_of(number):
            self.read_note_requested.emit(path)

    def choose_note(self) -> None:
        """Ask which note is to be read here."""
        self.choose_note_requested.emit()

    def dismiss_problem(self) -> None:
        """Put the newest problem away."""
        self._content.notices.dismiss()

    def toggle_warnings(self) -> None:
        """Show the warnings in full, or the older ones in one line each."""
        notices = self._content.notices
        notices.show_whole(not notices.whole)

    def toggle_all_keys(self) -> None:
        """Name every key, or the usual ones."""
        self._content.keys.toggle_all()

    def open_ask_line(self) -> None:
        """Take the keyboard and open a line for a typed question."""
        self._content.ask_line.show()
        self.take_keyboard()
        self._content.show_keys(False)
        self._content.ask_line.setFocus()

    def release_keyboard(self) -> None:
        """Give the keyboard back, and close the line for typed questions."""
        self._content.ask_line.hide()
        super().release_keyboard()

    def changeEvent(self, event: QEvent | None) -> None:
        """Keys alone go with the focus; a question half typed waits for the user to come back."""
        super().changeEvent(event)
        if event is None or event.type() != QEvent.Type.ActivationChange:
            return
        content = self._content
        waiting = not content.ask_line.isHidden() or not content.consent.isHidden()
        if self.has_keyboard and not waiting and not self.isActiveWindow():
            self.release_keyboard()

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
        elif number is not None and held & Qt.KeyboardModifier.ControlModifier:
            self.read_passage(number)
        elif number is not None:
            self.open_passage(number)
        else:
            super().keyPressEvent(event)

    def _say(self, words: str) -> None:
        self._content.notices.show_info(Info("overlay", note=words))
