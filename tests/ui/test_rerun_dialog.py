"""What is left alone stays as set; what is chosen goes out, and nothing before the user agrees."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtWidgets import QDialogButtonBox, QFileDialog, QLabel

from app.ui.rerun_dialog import RerunDialog
from app.ui.sessions_source import Choices, Wish

CHOICES = Choices(
    providers=(("local", "small"), ("cloud", "large")),
    prompts=(("support", "Support call"), ("meeting", "Meeting")),
    modes=("meeting", "support"),
    mode="meeting",
    notes="/home/me/notes",
)


def words(dialog: RerunDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def press(dialog: RerunDialog, text: str) -> None:
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    (found,) = [button for button in box.buttons() if button.text() == text]
    found.click()


async def test_left_alone_it_wishes_for_nothing() -> None:
    dialog = RerunDialog(CHOICES, 3)
    wishes: list[Wish] = []
    dialog.wished.connect(wishes.append)
    assert dialog.provider.currentText() == "As set: local, cloud"
    assert dialog.mode.currentText() == "As set: Meeting"
    assert dialog.notes.placeholderText() == "/home/me/notes"
    assert "3 questions" in words(dialog) and "may charge" in words(dialog)
    press(dialog, "Ask again")
    assert wishes == [Wish()]


async def test_every_choice_goes_out(tmp_path: Path) -> None:
    dialog = RerunDialog(CHOICES, 1)
    wishes: list[Wish] = []
    dialog.wished.connect(wishes.append)
    assert dialog.model.placeholderText() == "small"
    dialog.provider.setCurrentIndex(2)
    assert dialog.model.placeholderText() == "large"
    dialog.model.setText(" larger ")
    dialog.prompt.setCurrentIndex(1)
    dialog.mode.setCurrentIndex(2)
    dialog._ask_folder()
    (files,) = dialog.findChildren(QFileDialog)
    files.fileSelected.emit(str(tmp_path))
    files.close()
    press(dialog, "Ask again")
    assert wishes == [Wish("cloud", "larger", "support", "support", str(tmp_path))]


async def test_cancel_asks_nobody() -> None:
    dialog = RerunDialog(CHOICES, 1)
    wishes: list[Wish] = []
    dialog.wished.connect(wishes.append)
    press(dialog, "Cancel")
    assert wishes == []


async def test_without_a_provider_no_model_can_be_named() -> None:
    dialog = RerunDialog(Choices((), (), (), "meeting", ""), 2)
    assert not dialog.model.isEnabled()
    assert dialog.provider.currentText() == "As set: no provider, notes only"
    assert "charge" not in words(dialog)
