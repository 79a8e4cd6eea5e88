"""Brings the platform's global hotkeys into Qt: one signal with the action of each key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PyQt6.QtCore import (
    QAbstractNativeEventFilter,
    QByteArray,
    QCoreApplication,
    QObject,
    QSocketNotifier,
    pyqtSignal,
)
from PyQt6.sip import voidptr

from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.host import is_wayland
from app.platforms.base import CallingHotkeys, Hotkeys, MessageHotkeys, ReadableHotkeys
from app.ui.language import tr

MSG_BYTES = 32
"""The part of a 64-bit Windows ``MSG`` that is read: window, message, wParam, lParam."""
WINDOWS_MESSAGES = (b"windows_dispatcher_MSG", b"windows_generic_MSG")
"""Hot keys arrive as either, depending on who asked Windows for the message."""
NO_RESULT = voidptr(0)
"""What a message filter has to say besides yes or no; PyQt6 ends the process on a None."""


class GlobalHotkeys(QObject):
    """Emits ``pressed`` with an action, and ``failed`` when the source stops working."""

    pressed = pyqtSignal(str)
    failed = pyqtSignal(Problem)

    def __init__(self, source: Hotkeys, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self.keys: Mapping[str, str] = {}
        """The key of each action, as they are wanted."""
        self.refused: Sequence[Problem] | None = None
        """Those of ``keys`` that cannot be had; None until the desktop has answered."""
        self._notifier: QSocketNotifier | None = None
        self._filter: _MessageFilter | None = None
        if isinstance(source, ReadableHotkeys):
            descriptor = voidptr(source.fileno())
            self._notifier = QSocketNotifier(descriptor, QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._read)
        elif isinstance(source, MessageHotkeys):
            self._filter = _MessageFilter(source, self)
            _application().installNativeEventFilter(self._filter)
        elif isinstance(source, CallingHotkeys):
            source.listen(self.pressed.emit, self.failed.emit)

    async def bind(self, keys: Mapping[str, str]) -> list[Problem]:
        """Replace every binding; the problems name the keys that cannot be had."""
        problems = await self._bind(keys)
        self.keys, self.refused = keys, problems
        return problems

    async def rebind(self, keys: Mapping[str, str]) -> list[Problem]:
        """Replace every binding, if all keys can be had that could be had before.

        Raises `GhostPilotError` for one that cannot be had and was not refused before; then
        the keys are as they were.
        """
        known = {problem.title for problem in self.refused or ()}
        problems = await self._bind(keys)
        for problem in problems:
            if problem.title not in known:
                await self._bind(self.keys)
                raise GhostPilotError(problem.title, problem.detail, tr("Choose another key."))
        self.keys, self.refused = keys, problems
        return problems

    async def hold(self, held: bool) -> None:
        """Let go of all keys for a while, so that a key in use can be pressed into a field.

        Under Wayland the user would be asked anew each time: there they stay.
        """
        if not is_wayland():
            await self._bind({} if held else self.keys)

    async def aclose(self) -> None:
        """Give every key back."""
        self._stop_reading()
        if self._filter is not None:
            _application().removeNativeEventFilter(self._filter)
            self._filter = None
        await self._source.aclose()

    async def _bind(self, keys: Mapping[str, str]) -> list[Problem]:
        problems = await self._source.bind(keys)
        if self._notifier is not None:
            self._read()  # what arrived while the source waited for the server's answer
        return problems

    def _read(self) -> None:
        if not isinstance(self._source, ReadableHotkeys):
            return
        try:
            actions = self._source.read()
        except GhostPilotError as error:
            self._stop_reading()
            self.failed.emit(error.problem("hotkeys"))
            return
        for action in actions:
            self.pressed.emit(action)

    def _stop_reading(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None


class _MessageFilter(QAbstractNativeEventFilter):
    """Shows every native message to the source; a hot key's message goes no further."""

    def __init__(self, source: MessageHotkeys, owner: GlobalHotkeys) -> None:
        super().__init__()
        self._source = source
        self._owner = owner

    def nativeEventFilter(
        self, event_type: QByteArray | bytes | bytearray | memoryview, message: voidptr | None
    ) -> tuple[bool, voidptr]:
        kind = event_type.data() if isinstance(event_type, QByteArray) else bytes(event_type)
        if message is None or kind not in WINDOWS_MESSAGES:
            return False, NO_RESULT
        action = self._source.on_message(message.asstring(MSG_BYTES))
        if action is None:
            return False, NO_RESULT
        self._owner.pressed.emit(action)
        return True, NO_RESULT


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application
