"""Nothing is deleted or written without an answer, and the safe answer is the default."""

from __future__ import annotations

from PyQt6.QtWidgets import QWidget

from app.ui.session_dialogs import compare_with, really_delete, where_to_export
from tests.ui.session_rows import row


async def test_the_export_is_named_after_the_session() -> None:
    parent = QWidget()
    dialog = where_to_export(parent, "20261120-143005.gpcast", "srt")
    assert dialog.defaultSuffix() == "srt"
    assert dialog.nameFilters() == ["Subtitles (*.srt)"]
    assert dialog.selectedFiles()[0].endswith("20261120-143005.srt")


async def test_keeping_is_the_default() -> None:
    parent = QWidget()
    box = really_delete(parent, row(title="Acme"))
    default = box.defaultButton()
    assert default is not None and default.text() == "Keep"
    assert "Acme" in box.informativeText()


async def test_linked_sessions_are_offered_first() -> None:
    parent = QWidget()
    rows = [row("a"), row("b", title="Other"), row("c", title="Again", linked="a")]
    dialog = compare_with(parent, rows[0], rows)
    assert dialog is not None
    assert [text.split("[")[1] for text in dialog.comboBoxItems()] == ["c]", "b]"]
    assert (dialog.okButtonText(), dialog.cancelButtonText()) == ("Compare", "Cancel")
    chosen: list[object] = []
    dialog.chosen.connect(chosen.append)
    dialog.textValueSelected.emit(dialog.comboBoxItems()[0])
    assert chosen == [rows[2]]
    assert compare_with(parent, rows[0], rows[:1]) is None
