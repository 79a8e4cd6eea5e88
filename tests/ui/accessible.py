"""What the tests of accessibility ask of a window: names, the way of the Tab key, focus, room."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QFontMetrics
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

from app.ui.elided import ElidedLabel


def controls(window: QWidget) -> Iterator[QWidget]:
    """Every visible, enabled part of a window that the keyboard can be on."""
    for widget in window.findChildren(QWidget):
        by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if by_tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None:
            yield widget


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it: its own name, its text, or the label that stands for it."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton):
        return widget.text().replace("&", "")
    if isinstance(widget, QLabel):
        return widget.text()
    if isinstance(widget, QTabBar):
        return " ".join(widget.tabText(n) for n in range(widget.count()))
    window = widget.window()
    assert window is not None
    return next((one.text() for one in window.findChildren(QLabel) if one.buddy() is widget), "")


def described(widget: QWidget) -> str:
    """For the message of a failed test."""
    return f"{type(widget).__name__} {widget.objectName() or '-'} {name_of(widget)!r}"


async def reached_by_tab(window: QWidget) -> set[QWidget]:
    """What the Tab key comes to, from the first part round to it again."""
    window.activateWindow()
    await asyncio.sleep(0.05)
    seen: set[QWidget] = set()
    for _ in range(300):
        QTest.keyClick(window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if focused is None or focused in seen:
            break
        seen.add(focused)
    return seen


def looks_focused(window: QWidget, widget: QWidget) -> bool:
    """Whether the picture of the window changes when the part has the focus."""
    away = next((one for one in controls(window) if one is not widget), None)
    if away is None:
        return True

    def picture() -> object:
        # A cursor that blinks is no sign of its own; it is drawn in both or in neither.
        corner = widget.mapTo(window, widget.rect().topLeft())
        area = widget.rect().translated(corner).adjusted(-3, -3, 3, 3)
        return window.grab(area).toImage()

    away.setFocus(Qt.FocusReason.TabFocusReason)
    before = picture()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    return bool(before != picture())


def clipped(window: QWidget) -> list[str]:
    """Parts whose words have less room than they need; such as are cut on purpose excepted."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel):
            if widget.wordWrap() or not widget.text() or isinstance(widget, ElidedLabel):
                if widget.wordWrap() and widget.text():
                    needed = widget.heightForWidth(widget.width())
                    if needed > widget.height() + 1:
                        found.append(f"{described(widget)} {needed} > {widget.height()} high")
                continue
            if widget.textFormat() == Qt.TextFormat.RichText:
                continue
            needed = widget.sizeHint().width()
        elif isinstance(widget, (QAbstractButton, QComboBox)):
            needed = widget.minimumSizeHint().width() if isinstance(widget, QComboBox) else (
                QFontMetrics(widget.font()).horizontalAdvance(widget.text())
            )  # fmt: skip
        elif isinstance(widget, QLineEdit):
            needed = 0
            if widget.height() < QFontMetrics(widget.font()).height():
                found.append(f"{described(widget)} is too low")
        else:
            continue
        if needed > widget.width() + 1:
            found.append(f"{described(widget)} {needed} > {widget.width()} wide")
    return found
