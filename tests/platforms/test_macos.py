"""Capture exclusion on macOS: the messages sent, through real C calls into a stand-in runtime."""

from __future__ import annotations

import ctypes

from app.platforms.macos import MacExclusion

VIEW, WINDOW = 0x1000, 0x2000


class ObjectiveC:
    """A runtime with one view in one window; ``ignores`` makes the window keep its sharing."""

    def __init__(self, *, window: int = WINDOW, ignores: bool = False) -> None:
        self.sharing = 1
        self.sent: list[tuple[int, str]] = []
        self._names: list[str] = []
        self._window, self._ignores = window, ignores
        prototype = ctypes.CFUNCTYPE(
            ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong
        )
        self.objc_msgSend = prototype(self._send)
        self.sel_registerName = _Selector(self._names)

    def _send(self, receiver: int, selector: int, argument: int) -> int:
        name = self._names[selector - 1]
        self.sent.append((receiver, name))
        if name == "window":
            return self._window
        if name == "setSharingType:" and not self._ignores:
            self.sharing = argument
        return self.sharing if name == "sharingType" else 0


class _Selector:
    def __init__(self, names: list[str]) -> None:
        self._names = names
        self.argtypes: list[object] = []
        self.restype: object = None

    def __call__(self, name: bytes) -> int:
        self._names.append(name.decode())
        return len(self._names)


def test_the_window_of_the_view_is_told_not_to_share() -> None:
    objc = ObjectiveC()
    assert MacExclusion(objc).exclude(VIEW) == "excluded"
    assert objc.sharing == 0
    assert objc.sent == [(VIEW, "window"), (WINDOW, "setSharingType:"), (WINDOW, "sharingType")]


def test_a_view_without_a_window_is_a_failure() -> None:
    objc = ObjectiveC(window=0)
    assert MacExclusion(objc).exclude(VIEW) == "failed"
    assert objc.sent == [(VIEW, "window")]


def test_a_window_that_ignores_it_is_not_believed() -> None:
    assert MacExclusion(ObjectiveC(ignores=True)).exclude(VIEW) == "failed"
