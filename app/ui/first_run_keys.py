"""The step of the walk that binds the two keys a call needs most, by pressing them."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QGridLayout

from app.core.errors import GhostPilotError
from app.ui.first_run_page import Page
from app.ui.key_field import KeyField
from app.ui.language import tr
from app.ui.settings_source import SettingsSource

HELD = ("Ctrl+", "Alt+", "Meta+")
"""One of these must be held: a key that works everywhere must not be one that types."""


class KeysPage(Page):
    """A key that another program has is refused with its name, and the old one stays."""

    def __init__(
        self, settings: SettingsSource, hold: Callable[[bool], object] = lambda held: None
    ) -> None:
        """``hold`` is told True while a key is waited for: hotkeys in use then let it through."""
        super().__init__(
            tr(
                "These keys work in every program, also in full screen. Press a button and then "
                "the keys you want. All others are in the settings."
            )
        )
        self._settings = settings
        grid = QGridLayout()
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        self.fields: dict[str, KeyField] = {}
        words = {
            "toggle": tr("Show or hide the overlay"),
            "ask_now": tr("Answer what was said just now"),
        }
        for row, (action, text) in enumerate(words.items()):
            field = KeyField()
            field.name(text, "")
            field.show_value(getattr(settings.now.hotkeys, action))
            field.changed.connect(lambda keys, action=action: self._bind(action, str(keys)))
            field.waiting.connect(hold)
            grid.addWidget(self.line(text), row, 0)
            grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignVCenter)
            self.fields[action] = field
        self.column.addLayout(grid)
        self.said = self.line("", "quiet")
        self.column.addWidget(self.said)
        self.end()

    def left(self) -> None:
        """No key is waited for any more."""
        for field in self.fields.values():
            field.stop_waiting()

    def _bind(self, action: str, keys: str) -> None:
        self.said.setText("")
        self.do(self._change(action, keys), f"bind {action}")

    async def _change(self, action: str, keys: str) -> None:
        hotkeys = self._settings.now.hotkeys
        try:
            if keys and not any(held in keys for held in HELD):
                raise GhostPilotError(
                    tr("{keys} alone is a key that types").format(keys=keys),
                    next_step=tr("Hold Ctrl or Alt as well."),
                )
            for other in hotkeys.__slots__:
                if keys and other != action and getattr(hotkeys, other) == keys:
                    raise GhostPilotError(
                        tr("{keys} already does something else here").format(keys=keys),
                        next_step=tr("Choose another key."),
                    )
            await self._settings.change({f"hotkeys.{action}": keys})
        finally:
            self.fields[action].show_value(getattr(self._settings.now.hotkeys, action))
        if keys:
            self.said.setText(tr("✓ {keys} works from now on.").format(keys=keys))
