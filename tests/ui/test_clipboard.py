"""A text on the clipboard can be pasted elsewhere."""

from __future__ import annotations

import pytest
from PyQt6.QtGui import QGuiApplication

from app.ui.clipboard import copy_to_clipboard


@pytest.mark.usefixtures("qapp")
def test_a_message_is_ready_to_be_pasted() -> None:
    copy_to_clipboard("A heads-up")
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text() == "A heads-up"
