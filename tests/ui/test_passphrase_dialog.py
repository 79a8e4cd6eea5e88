"""A passphrase is typed unseen, a new one twice; closing the window is a no."""

from __future__ import annotations

import asyncio

from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLineEdit

from app.core.tasks import cancel, spawn
from app.ui.passphrase_dialog import PassphraseDialog, ask_passphrase
from tests.ui.windows import the_shown


async def test_a_new_one_is_typed_twice() -> None:
    asking = spawn(ask_passphrase(True), name="ask")
    dialog = await the_shown(PassphraseDialog)
    first, again = dialog.findChildren(QLineEdit)
    assert first.echoMode() == again.echoMode() == QLineEdit.EchoMode.Password
    assert dialog._open is not None
    QTest.keyClicks(first, "correct horse")
    QTest.keyClicks(again, "correct hose")
    assert not dialog._open.isEnabled()
    assert "differ" in dialog._hint.text()
    again.setText("correct horse")
    dialog._open.click()
    assert await asking == "correct horse"


async def test_one_that_exists_is_typed_once() -> None:
    asking = spawn(ask_passphrase(False), name="ask")
    dialog = await the_shown(PassphraseDialog)
    (field,) = dialog.findChildren(QLineEdit)
    QTest.keyClicks(field, "battery")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert await asking == "battery"


async def test_escape_is_a_no() -> None:
    asking = spawn(ask_passphrase(True), name="ask")
    QTest.keyClick(await the_shown(PassphraseDialog), Qt.Key.Key_Escape)
    assert await asking is None


async def test_a_cancelled_question_goes_away() -> None:
    asking = spawn(ask_passphrase(True), name="ask")
    dialog = await the_shown(PassphraseDialog)
    gone = asyncio.Event()
    dialog.destroyed.connect(gone.set)
    await cancel(asking)
    await asyncio.wait_for(gone.wait(), 2)
