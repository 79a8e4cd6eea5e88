"""Keeping out of the taskbar asks nothing where Qt does it; X11 is in tests/x11/test_taskbar.py."""

from __future__ import annotations

import asyncio

import pytest
from PyQt6.QtWidgets import QWidget

from app.ui import taskbar
from tests.recorded import until


async def test_only_x11_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taskbar, "MAPPED_MS", 0)
    window = QWidget()
    taskbar.keep_out_of_taskbar(window)
    window.show()
    await asyncio.sleep(0.02)
    assert window.children() == []
    window.deleteLater()
    await asyncio.sleep(0)


async def test_each_show_asks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(taskbar, "MAPPED_MS", 0)
    monkeypatch.setattr(taskbar.QGuiApplication, "platformName", lambda: "xcb")
    monkeypatch.setattr(taskbar, "add_states", lambda window, names: asked.append(window))
    window = QWidget()
    taskbar.keep_out_of_taskbar(window)
    for _ in range(2):
        before = len(asked)
        window.show()
        await until(lambda before=before: len(asked) > before)
        window.hide()
    assert asked == [int(window.winId())] * 2
    window.deleteLater()
    await asyncio.sleep(0)
