"""Puts texts on the clipboard."""

from __future__ import annotations

from PyQt6.QtGui import QGuiApplication


def copy_to_clipboard(text: str) -> None:
    """Put a text on the clipboard, ready to be pasted."""
    clipboard = QGuiApplication.clipboard()
    if clipboard is not None:
        clipboard.setText(text)
