"""One line of the settings: what it is called, its control, what it means, what was wrong."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QToolButton, QWidget

from app.core.declared import Declared, check_value
from app.core.errors import GhostPilotError
from app.core.events import Channel
from app.ui.device_picker import DevicePicker
from app.ui.key_field import KeyField
from app.ui.language import tr
from app.ui.list_controls import FileName, FolderList, TextList
from app.ui.plain_line import plain_line
from app.ui.setting_controls import Choice, Control, LongText, Number, Several, Text, Toggle
from app.ui.setting_words import help_words, label_words, misfit_words
from app.ui.sound_source import Sounds

REBUILDS = "⟳"
"""Stands beside what makes listening start anew; the top of the page says so in words."""


class Device(Control):
    """A sound device with its level beside it."""

    def __init__(self, sounds: Sounds, declared: Declared, theme: str) -> None:
        super().__init__()
        channel: Channel = "them" if declared.name.startswith("them") else "me"
        self.picker = DevicePicker(sounds, channel, theme=theme)
        self._fill(self.picker)
        self.setFocusProxy(self.picker.combo)
        self.picker.chosen.connect(self.changed.emit)

    def value(self) -> str:
        return self.picker.choice

    def show_value(self, value: str) -> None:
        self.picker.set_choice(value)


class SettingRow(QWidget):
    """A setting with its control. ``wanted`` carries a value that fits its declaration.

    A value that does not fit stays in the field with the reason beside it, and nothing else
    changes. The button at the right brings back the default.
    """

    wanted = pyqtSignal(str, object)
    """The key and the value the user chose."""

    def __init__(self, declared: Declared, control: Control) -> None:
        super().__init__()
        self.declared, self.control = declared, control
        self._words = label_words(declared)
        self._help = help_words(declared)
        self.label = QLabel(self._words)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.label.setBuddy(control)
        self.mark = QLabel(REBUILDS if declared.about.applies == "rebuild" else "")
        self.mark.setObjectName("quiet")
        self.mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.reset = QToolButton()
        self.reset.setText("↺")
        self.reset.setObjectName("reset")
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        self.reset.setToolTip(tr("Back to the default"))
        self.reset.setAccessibleName(tr("Back to the default: {what}").format(what=self._words))
        self.reset.clicked.connect(lambda: self.choose(declared.default))
        self.help = _line("quiet", self._help)
        self.state = _line("quiet", "")
        self.trouble = _line("wrong", "")
        if declared.about.applies == "restart":
            self.state.setText(tr("Counts after a restart of GhostPilot."))
            self.state.show()
        control.name(self._words, self._description())
        control.changed.connect(self.choose)
        self._arrange()

    def choose(self, value: Any) -> None:
        """Ask for a value as the user would; one that does not fit is told of here."""
        try:
            fitting = check_value(self.declared, value)
        except GhostPilotError as error:
            self.tell(misfit_words(self.declared) or error.next_step)
            return
        self.tell("")
        self.wanted.emit(self.declared.key, fitting)

    def show_value(self, value: Any) -> None:
        """Show what counts now."""
        self.control.show_value(value)
        self.reset.setVisible(value != self.declared.default and self.control.isEnabled())

    def tell(self, words: str) -> None:
        """Say beside the field what was wrong; an empty text takes it away."""
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))
        self.control.name(self._words, self._description())

    def decided_by(self, variable: str) -> None:
        """An environment variable decides: the control shows the value and changes nothing."""
        self.control.setEnabled(False)
        self.reset.hide()
        words = tr("Decided by the environment variable {name} in this run.")
        self.state.setText(words.format(name=variable))
        self.state.show()

    def matches(self, text: str) -> bool:
        """Whether the words a user searches for are about this setting."""
        about = f"{self._words} {self._help} {self.declared.key} {self.declared.about.label}"
        return all(word in about.lower() for word in text.lower().split())

    def _description(self) -> str:
        marks = {
            "rebuild": tr("Listening starts anew for a moment."),
            "restart": tr("Counts after a restart of GhostPilot."),
        }
        parts = (self.trouble.text(), self._help, marks.get(self.declared.about.applies, ""))
        return " ".join(filter(None, parts))

    def _arrange(self) -> None:
        title = QHBoxLayout()
        title.setContentsMargins(0, 5, 0, 0)  # level with the text of a control
        title.setSpacing(6)
        title.addWidget(self.label, 1)
        title.addWidget(self.mark)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 5, 0, 5)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 6)
        grid.addLayout(title, 0, 0, 4, 1)
        grid.addWidget(self.control, 0, 1)
        grid.addWidget(self.reset, 0, 2, Qt.AlignmentFlag.AlignTop)
        for row, line in enumerate((self.help, self.state, self.trouble), start=1):
            grid.addWidget(line, row, 1)


def make_row(declared: Declared, sounds: Sounds | None = None, theme: str = "dark") -> SettingRow:
    """The line of a setting with the control its declaration asks for."""
    return SettingRow(declared, _control(declared, sounds, theme))


def _control(declared: Declared, sounds: Sounds | None, theme: str) -> Control:
    about = declared.about
    if declared.type is bool:
        return Toggle()
    if declared.type in (int, float):
        return Number(declared)
    if declared.type == tuple[str, ...]:
        if about.choices:
            return Several(declared)
        return FolderList() if about.form == "folders" else TextList()
    if about.choices:
        return Choice(declared)
    match about.form:
        case "device" if sounds is not None:
            return Device(sounds, declared, theme)
        case "key":
            return KeyField()
        case "long":
            return LongText()
        case "file":
            return FileName()
    return Text()


def _line(name: str, words: str) -> QLabel:
    label = plain_line(name, words)
    label.setVisible(bool(words))
    return label
