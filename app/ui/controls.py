"""What the user can do while another program has the keyboard, brought together.

Global hotkeys, the tray and commands of other processes all end in `Controls.act` with the
name of an action. What concerns the overlay alone is done here; everything else goes on as a
signal to whoever owns the session.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

from PyQt6.QtCore import QObject, pyqtSignal

from app.core import settings
from app.core.check import Check
from app.core.events import Event, Problem, Status
from app.core.tasks import spawn
from app.platforms.base import RELEASED, CaptureExclusion, CaptureRoute, Hotkeys
from app.ui.capture_report import Report
from app.ui.click_through import is_click_through, set_click_through
from app.ui.exclusion import ExcludeOwnWindows
from app.ui.hotkeys import GlobalHotkeys
from app.ui.local_server import LocalServer
from app.ui.overlay import Overlay
from app.ui.own_checks import capture_check, hotkeys_check
from app.ui.self_test import SelfTest
from app.ui.sleep_watch import SleepWatch
from app.ui.taskbar import keep_out_of_taskbar
from app.ui.told_words import in_the_language
from app.ui.tray import Tray

STEP = 40
"""Logical pixels the overlay moves at a time."""
PAGE = 0.5
"""The part of a page that is scrolled at a time."""
TAP_S = 0.4
"""A key held for less has been tapped: what it began lasts until it is pressed again."""


class Controls(QObject):
    """Owns tray, hotkeys, local server, exclusion and self-test of one overlay."""

    ask_now = pyqtSignal()
    capture = pyqtSignal(bool)
    """Begin to collect a long question; end it and ask."""
    pause = pyqtSignal()
    """Pause or resume; in an idle session, start."""
    screenshot = pyqtSignal(str)
    """``screen``, ``all`` or ``region``; empty for what the settings say."""
    stop_answer = pyqtSignal()
    mark = pyqtSignal()
    """Mark this moment in the recording."""
    quit = pyqtSignal()
    mode_chosen = pyqtSignal(str)
    window_wanted = pyqtSignal(str)
    """``main``, ``first-run`` or the name of a tab."""
    setting_changed = pyqtSignal(str, object)
    """A setting the user changed here, as ``overlay.click_through``, and its new value."""
    problem = pyqtSignal(Problem)
    """Something that does not work, for the overlay and the recording."""

    def __init__(
        self,
        overlay: Overlay,
        chosen: settings.Overlay,
        *,
        exclusion: CaptureExclusion,
        hotkeys: Hotkeys,
        routes: Sequence[CaptureRoute],
        server: LocalServer,
        modes: Sequence[str] = (),
        mode: str = "",
    ) -> None:
        """``server`` has been started: it is what makes this the one instance.

        ``mode`` is the one of ``modes`` in use.
        """
        super().__init__()
        self._overlay, self._chosen = overlay, chosen
        self.advice = in_the_language(exclusion.advice())
        """What the user can do where windows cannot be kept out of captures; may be empty."""
        self.tray = Tray(modes)
        self.tray.set_mode(mode)
        self.hotkeys = GlobalHotkeys(hotkeys, self)
        self.exclusion = ExcludeOwnWindows(exclusion, self)
        self.self_test = SelfTest(overlay, routes, self)
        self._server = server
        self._warned: Problem | None = None
        self._capturing = False
        self._held_since = 0.0
        self._actions = self._all_actions()
        self.sleep_watch = SleepWatch(self)
        self._connect()

    def start(self) -> None:
        """Show the tray, exclude the windows and begin to test; after the first paint."""
        self.tray.show()
        keep_out_of_taskbar(self._overlay)
        self.exclusion.start()
        if self.exclusion.answer == "unsupported":
            self.self_test.request()  # nothing will change: testing once is enough
        else:
            self.self_test.watch()
            self.sleep_watch.start()
        set_click_through(self._overlay, self._chosen.click_through)
        self.tray.set_click_through(self._chosen.click_through)
        self.tray.set_overlay_visible(self._overlay.isVisible())

    async def bind(self, keys: Mapping[str, str]) -> None:
        """Bind the global hotkeys; every key that cannot be had is a ``problem``.

        On Wayland this may wait for the user's answer: run it as a task.
        """
        for problem in await self.hotkeys.bind(keys):
            self.problem.emit(problem)

    async def rebind(self, keys: Mapping[str, str]) -> None:
        """Bind other keys while the program runs; raises as `GlobalHotkeys.rebind` does."""
        problems = await self.hotkeys.rebind(keys)
        self._overlay.resolve("hotkeys")
        for problem in problems:
            self.problem.emit(problem)

    @property
    def own_checks(self) -> Mapping[str, Callable[[], Awaitable[Check]]]:
        """The lines of the preflight that only this program can fill, by name."""
        return {
            "running": self._check_running,
            "hotkeys": self._check_hotkeys,
            "capture": self._check_capture,
        }

    async def _check_running(self) -> Check:
        return Check("running", "PASS", "GhostPilot is running: this is it.")

    async def _check_hotkeys(self) -> Check:
        return hotkeys_check(self.hotkeys.keys, self.hotkeys.refused)

    async def _check_capture(self) -> Check:
        return capture_check(await self.self_test.run(), self.advice)

    async def aclose(self) -> None:
        """Give keys, tray icon and socket back."""
        self.sleep_watch.stop()
        self.self_test.stop()
        self.exclusion.stop()
        self.tray.close()
        self._server.close()
        await self.hotkeys.aclose()

    def apply_settings(self, chosen: settings.Overlay) -> None:
        """Take changed settings over at once; the overlay's are followed by themselves."""
        if chosen.click_through != self._chosen.click_through:
            set_click_through(self._overlay, chosen.click_through)
            self.tray.set_click_through(chosen.click_through)
        self._chosen = chosen

    def show_event(self, event: Event) -> None:
        """A sink: the tray shows the state, and problems while the overlay is hidden."""
        if isinstance(event, Status):
            self.tray.set_status(event)
            self._capturing = event.level == "capturing"
        elif isinstance(event, Problem) and event.sticky and not self._overlay.isVisible():
            self.tray.notify(event)

    @property
    def overlay(self) -> Overlay:
        """The overlay that all of this is about."""
        return self._overlay

    @property
    def left_out_of_captures(self) -> bool:
        """Whether the system leaves the overlay out, and no test has shown otherwise."""
        return self.exclusion.answer == "excluded" and self._warned is None

    def act(self, action: str) -> None:
        """Do an action by its name in ``settings.Hotkeys`` or ``core.control.COMMANDS``."""
        self._actions[action.replace("-", "_")]()

    def _all_actions(self) -> dict[str, Callable[[], object]]:
        overlay = self._overlay
        return {
            "toggle": self._toggle,
            "show": self._show,
            "click_through": lambda: self._set_click_through(not is_click_through(overlay)),
            "type_question": self._type_question,
            "keyboard": self._use_keyboard,
            "next_answer": overlay.next_answer,
            "previous_answer": overlay.previous_answer,
            "scroll_up": lambda: overlay.scroll_answer(-PAGE),
            "scroll_down": lambda: overlay.scroll_answer(PAGE),
            "move_left": lambda: overlay.move_by(-STEP, 0),
            "move_right": lambda: overlay.move_by(STEP, 0),
            "move_up": lambda: overlay.move_by(0, -STEP),
            "move_down": lambda: overlay.move_by(0, STEP),
            "ask_now": self.ask_now.emit,
            "hold_to_capture": self._hold,
            "hold_to_capture" + RELEASED: self._let_go,
            "capture": self._hold,
            "pause": self.pause.emit,
            "screenshot": lambda: self.screenshot.emit(""),
            "screenshot_region": lambda: self.screenshot.emit("region"),
            "screenshot_all": lambda: self.screenshot.emit("all"),
            "stop_answer": self.stop_answer.emit,
            "mark": self.mark.emit,
            "quit": self.quit.emit,
            "first_run": lambda: self.window_wanted.emit("first-run"),
        }

    def _hold(self) -> None:
        """The first press begins; one while it lasts ends it, also where releases are not told."""
        if self._capturing:
            self.capture.emit(False)
            return
        self._held_since = time.monotonic()
        self.capture.emit(True)

    def _let_go(self) -> None:
        if self._capturing and time.monotonic() - self._held_since >= TAP_S:
            self.capture.emit(False)

    def _toggle(self) -> None:
        self._show_overlay(not self._overlay.isVisible())

    def _show(self) -> None:
        self._show_overlay(True)
        self.window_wanted.emit("main")

    def _show_overlay(self, visible: bool) -> None:
        self._overlay.setVisible(visible)
        self.tray.set_overlay_visible(visible)

    def _set_click_through(self, on: bool) -> None:
        overlay = self._overlay
        overlay.apply_settings(dataclasses.replace(overlay.chosen, click_through=on))
        self.setting_changed.emit("overlay.click_through", on)

    def _type_question(self) -> None:
        self._show_overlay(True)
        self._overlay.open_ask_line()

    def _use_keyboard(self) -> None:
        if self._overlay.has_keyboard:
            self._overlay.release_keyboard()
        else:
            self._show_overlay(True)
            self._overlay.take_keyboard()

    def _wake(self) -> None:
        """After a sleep of the machine, exclude and test again."""
        self.exclusion.ask_all()
        self.self_test.request()

    def _test_now(self) -> None:
        spawn(self.self_test.run(), name="capture self-test")

    def _tested(self, report: Report) -> None:
        """Show the report; when captures see the overlay, do what the settings say."""
        self.tray.set_capture(report.sentence)
        problem = report.problem(self.advice)
        self._overlay.show_capture(report.sentence, warn=problem is not None)
        if problem is None:
            self._overlay.resolve("capture")
            self._warned = None
            return
        policy = self._chosen.seen_by_captures
        if policy == "hide":
            self._show_overlay(False)  # the tray then tells of it
        if policy != "ignore" and self._warned is None:
            self._warned = problem
            self.problem.emit(problem)

    def _connect(self) -> None:
        tray = self.tray
        self._overlay.look_changed.connect(self.apply_settings)
        for signal, action in (
            (tray.start_pause, "pause"),
            (tray.ask_now, "ask_now"),
            (tray.capture, "capture"),
            (tray.toggle_overlay, "toggle"),
            (tray.keyboard, "keyboard"),
            (tray.quit, "quit"),
        ):
            signal.connect(self._actions[action])
        tray.click_through.connect(self._set_click_through)
        tray.screenshot.connect(self.screenshot)
        tray.self_test.connect(self._test_now)
        tray.sessions.connect(lambda: self.window_wanted.emit("sessions"))
        tray.settings.connect(lambda: self.window_wanted.emit("settings"))
        tray.first_steps.connect(lambda: self.window_wanted.emit("first-run"))
        tray.mode_chosen.connect(self.mode_chosen)
        self.sleep_watch.woke.connect(self._wake)
        self.hotkeys.pressed.connect(self.act)
        self.hotkeys.failed.connect(self.problem)
        self._server.commanded.connect(self.act)
        self.self_test.reported.connect(self._tested)
