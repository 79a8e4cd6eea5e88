"""The tray icon: the state of the session at a glance, and a menu that works without windows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PyQt6.QtCore import QObject, QRect, pyqtSignal
from PyQt6.QtGui import QAction, QActionGroup, QIcon
from PyQt6.QtWidgets import QMenu, QSystemTrayIcon

from app.core import paths
from app.core.events import Level, Problem, Status
from app.ui.language import tr

LEVELS: tuple[Level, ...] = ("idle", "listening", "capturing", "answering", "paused", "problem")
"""Each has an icon of its own colour and mark, ``assets/icons/tray-LEVEL.svg``."""


class Tray(QObject):
    """Shows the state and passes on what the user chooses; it decides nothing itself."""

    start_pause = pyqtSignal()
    ask_now = pyqtSignal()
    capture = pyqtSignal()
    mode_chosen = pyqtSignal(str)
    toggle_overlay = pyqtSignal()
    keyboard = pyqtSignal()
    """The overlay is to take the keyboard, or to give it back."""
    click_through = pyqtSignal(bool)
    self_test = pyqtSignal()
    sessions = pyqtSignal()
    settings = pyqtSignal()
    first_steps = pyqtSignal()
    screenshot = pyqtSignal(str)
    """``screen``, ``all`` or ``region``."""
    quit = pyqtSignal()

    def __init__(self, modes: Sequence[str] = (), parent: QObject | None = None) -> None:
        """``modes`` are the names offered in the submenu of modes; none, no submenu."""
        super().__init__(parent)
        folder = paths.shipped("assets") / "icons"
        self._icons = {level: QIcon(str(folder / f"tray-{level}.svg")) for level in LEVELS}
        self._icon = QSystemTrayIcon(self._icons["idle"], self)
        self._icon.activated.connect(self._activated)
        self._status = Status("idle", recording=False)
        self._capture = ""
        self.menu = QMenu()
        self._state = self._line("")
        self._capture_line = self._line("")
        self.menu.addSeparator()
        self._start_pause = self._action(tr("Start listening"), self.start_pause.emit)
        self._action(tr("Answer now"), self.ask_now.emit)
        self._capture_long = self._action("", self.capture.emit)
        self._add_screenshots()
        self._modes = QActionGroup(self)
        if modes:
            self._add_modes(modes)
        self.menu.addSeparator()
        self._overlay = self._action(tr("Hide overlay"), self.toggle_overlay.emit)
        self._action(tr("Use the overlay by keyboard"), self.keyboard.emit)
        self._through = self._action(tr("Let clicks through"), None)
        self._through.setCheckable(True)
        self._through.triggered.connect(self.click_through.emit)
        self._action(tr("Test what captures see"), self.self_test.emit)
        self.menu.addSeparator()
        self._action(tr("Sessions"), self.sessions.emit)
        self._action(tr("Settings"), self.settings.emit)
        self._action(tr("First steps"), self.first_steps.emit)
        self._action(tr("Quit GhostPilot"), self.quit.emit)
        self._icon.setContextMenu(self.menu)
        self._refresh()

    @staticmethod
    def available() -> bool:
        """Whether the desktop shows tray icons; without one the main window must be reachable."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        self._icon.show()

    def geometry(self) -> QRect:
        """Where the icon is on screen; empty where the desktop does not tell."""
        return self._icon.geometry()

    def close(self) -> None:
        """Take the icon away at once, not when the program ends."""
        self._icon.hide()
        self.menu.deleteLater()

    def set_status(self, status: Status) -> None:
        self._status = status
        self._refresh()

    def set_overlay_visible(self, visible: bool) -> None:
        self._overlay.setText(tr("Hide overlay") if visible else tr("Show overlay"))

    def set_click_through(self, on: bool) -> None:
        self._through.setChecked(on)

    def set_mode(self, mode: str) -> None:
        for action in self._modes.actions():
            action.setChecked(action.data() == mode)

    def set_capture(self, sentence: str) -> None:
        """What the last self-test found, in its own careful words."""
        self._capture = sentence
        self._refresh()

    def notify(self, problem: Problem) -> None:
        """A balloon for a problem that the user would miss while the overlay is hidden."""
        text = " ".join(part for part in (problem.detail, problem.next_step) if part)
        self._icon.showMessage(problem.title, text, QSystemTrayIcon.MessageIcon.Warning)

    def _refresh(self) -> None:
        status = self._status
        words = _words(status.level) + (tr(", recording") if status.recording else "")
        if status.note:
            words += f": {status.note}"
        self._icon.setIcon(self._icons[status.level])
        self._icon.setToolTip("\n".join(filter(None, (f"GhostPilot: {words}", self._capture))))
        self._state.setText(words)
        self._capture_line.setText(self._capture)
        self._capture_line.setVisible(bool(self._capture))
        capturing = status.level == "capturing"
        running = capturing or status.level in ("listening", "answering", "problem")
        ask = tr("Ask the question collected") if capturing else tr("Collect a long question")
        self._capture_long.setText(ask)
        resume = tr("Resume listening") if status.level == "paused" else tr("Start listening")
        self._start_pause.setText(tr("Pause listening") if running else resume)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.toggle_overlay.emit()
        elif reason == QSystemTrayIcon.ActivationReason.MiddleClick:
            self.start_pause.emit()

    def _add_modes(self, modes: Sequence[str]) -> None:
        submenu = self.menu.addMenu(tr("Kind of conversation"))
        assert submenu is not None
        for mode in modes:
            action = submenu.addAction(_mode_words(mode))
            assert action is not None
            action.setCheckable(True)
            action.setData(mode)
            self._modes.addAction(action)
            action.triggered.connect(lambda checked, mode=mode: self.mode_chosen.emit(mode))

    def _add_screenshots(self) -> None:
        submenu = self.menu.addMenu(tr("Ask about"))
        assert submenu is not None
        for area, words in (
            ("screen", tr("This screen")),
            ("all", tr("All screens")),
            ("region", tr("A part of the screen…")),
        ):
            action = submenu.addAction(words)
            assert action is not None
            action.triggered.connect(lambda checked, area=area: self.screenshot.emit(area))

    def _line(self, text: str) -> QAction:
        """A line to read, not to choose."""
        action = self.menu.addAction(text)
        assert action is not None
        action.setEnabled(False)
        return action

    def _action(self, text: str, chosen: Callable[[], None] | None) -> QAction:
        action = self.menu.addAction(text)
        assert action is not None
        if chosen is not None:
            action.triggered.connect(lambda checked=False: chosen())
        return action


def _mode_words(mode: str) -> str:
    """A kind of conversation in the language of the windows."""
    known = {
        "meeting": tr("Meeting"),
        "support": tr("Support call"),
        "incident": tr("Incident"),
        "presentation": tr("Presentation"),
        "interview": tr("Interview practice"),
    }
    return known.get(mode, mode.replace("_", " ").capitalize())


def _words(level: Level) -> str:
    match level:
        case "idle":
            return tr("Idle")
        case "listening":
            return tr("Listening")
        case "capturing":
            return tr("Collecting a question")
        case "answering":
            return tr("Answering")
        case "paused":
            return tr("Paused")
        case "problem":
            return tr("Problem")
