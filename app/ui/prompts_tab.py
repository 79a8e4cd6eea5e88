"""The prompts tab: choose a prompt, edit it, see what would be sent, bring the shipped one back."""

from __future__ import annotations

from PyQt6.QtCore import QSignalBlocker, Qt, QTimer
from PyQt6.QtGui import QFontDatabase
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core import settings
from app.core.errors import GhostPilotError
from app.ui.desk_page import DeskPage
from app.ui.language import tr
from app.ui.plain_line import plain_line
from app.ui.prompt_outcome import PromptOutcome
from app.ui.prompts_list import PromptsList, state_words
from app.ui.prompts_source import PromptRow, Prompts, PromptText
from app.ui.styles import PALETTES
from app.ui.tab_layout import place_beside

TYPING_MS = 250
"""A preview waits this long for the next letter."""


class PromptsTab(DeskPage):
    """All prompts at the left, the chosen one's text beside what comes of it.

    Unsaved text is kept for each prompt while another one is looked at.
    """

    def __init__(
        self, source: Prompts, chosen: settings.Overlay, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._rows: dict[str, PromptRow] = {}
        self._kept: dict[str, PromptText] = {}
        self._drafts: dict[str, str] = {}
        self.name = ""
        """The prompt that is edited."""
        self._wanted = ""
        """The prompt asked for last; it is read from disk before it is edited."""
        self.prompts = PromptsList(PALETTES[chosen.theme], self)
        self.editor = QPlainTextEdit(self)
        self.editor.setObjectName("source")
        self.editor.setAccessibleName(tr("Text of the prompt"))
        self.editor.setTabChangesFocus(True)
        self.editor.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._title = QLabel(self)
        self._title.setObjectName("question")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._uses = plain_line("quiet", parent=self)
        self._wrong = plain_line("trouble", parent=self)
        self._wrong.hide()
        self.save = QPushButton(tr("Save"), self)
        self.save.setObjectName("main")
        self.discard = QPushButton(tr("Discard"), self)
        self.restore = QPushButton(self)
        self.restore.setToolTip(tr("Bring the shipped prompt back in place of yours"))
        self.outcome = PromptOutcome(PALETTES[chosen.theme], self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self._look)
        self._arrange()
        self._connect()

    def refresh(self) -> None:
        """Look at the prompt folders again."""
        self.do(self._refresh(), "list prompts")

    def apply_settings(self, chosen: settings.Overlay) -> None:
        """Draw in another theme."""
        for part in (self.prompts, self.outcome):
            part.set_colours(PALETTES[chosen.theme])
        self._look()

    def stop(self) -> None:
        """Give up what is going on; what was typed last is not looked at any more."""
        self._typing.stop()
        super().stop()

    def open(self, name: str) -> None:
        """Edit a prompt."""
        self.do(self._open(name), "open a prompt")

    @property
    def wrong(self) -> str:
        """Why the text cannot be used as a prompt; empty when it can."""
        return self._wrong.text() if not self._wrong.isHidden() else ""

    async def _refresh(self) -> None:
        rows = await self._source.prompts()
        self._rows = {row.name: row for row in rows}
        self.prompts.show_rows(rows, self.name, self._drafts)
        if rows and self._wanted not in self._rows:
            await self._open(rows[0].name)
        else:
            self._show_state()

    async def _open(self, name: str) -> None:
        self._wanted = name
        try:
            kept = await self._source.text(name)
        except GhostPilotError:
            if self._wanted == name:
                self._wanted = self.name
            raise
        if self._wanted != name:
            return  # another one was chosen meanwhile
        self._kept[name], self.name = kept, name
        text = self._drafts.get(name, kept.text)
        if text != self.editor.toPlainText():
            with QSignalBlocker(self.editor):
                self.editor.setPlainText(text)
        self.prompts.go_to(name)
        self._show_state()
        await self._show_preview()

    def _edited(self) -> None:
        text, kept = self.editor.toPlainText(), self._kept.get(self.name)
        if kept is None:
            return
        if text == kept.text:
            self._drafts.pop(self.name, None)
        else:
            self._drafts[self.name] = text
        self._show_state()
        self._typing.start(TYPING_MS)

    def _look(self) -> None:
        if self.name:
            self.do_quietly(self._show_preview(), "preview a prompt")

    async def _show_preview(self) -> None:
        name, text = self.name, self.editor.toPlainText()
        seen = await self._source.preview(name, text, self.outcome.question.text())
        if (name, text) != (self.name, self.editor.toPlainText()):
            return  # edited meanwhile: the next look is on its way
        self._wrong.setText(tr("Not usable: {why}").format(why=seen.trouble))
        self._wrong.setVisible(bool(seen.trouble))
        self._show_state()
        self.outcome.show_preview(seen, text, self._kept[name].shipped)

    def _show_state(self) -> None:
        row = self._rows.get(self.name)
        draft = self.name in self._drafts
        self.save.setEnabled(draft and not self.wrong)
        self.discard.setEnabled(draft)
        own = row is not None and row.state == "own"
        self.restore.setText(tr("Delete…") if own else tr("Restore…"))
        self.restore.setEnabled(row is not None and row.state != "shipped")
        self.prompts.copy.setEnabled(row is not None)
        if row is None:
            return
        self._title.setText(row.title or row.name)
        uses = ", ".join(row.uses) or tr("every question")
        words = tr("{file}.md, for {uses}. {state}.")
        state = state_words(row, draft=draft)
        self._uses.setText(words.format(file=row.name, uses=uses, state=state))
        self.prompts.show_drafts(self._drafts)

    async def _save(self) -> None:
        name, text = self.name, self.editor.toPlainText()
        await self._source.save(name, text)
        if self._drafts.get(name) == text:
            del self._drafts[name]  # else more was typed while it was written
        if self._wanted == name:
            await self._open(name)
        await self._refresh()

    def _discard(self) -> None:
        self.editor.setPlainText(self._kept[self.name].text)

    async def _restore(self, name: str) -> None:
        await self._source.restore(name)
        self._drafts.pop(name, None)
        if self._wanted == name:
            if self._rows[name].state == "own":
                self.name = self._wanted = ""
            else:
                await self._open(name)
        await self._refresh()

    async def _copy(self, name: str, text: str) -> None:
        await self._source.save(name, text)
        await self._refresh()
        await self._open(name)

    def _ask_restore(self) -> None:
        row = self._rows[self.name]
        box = QMessageBox(self)
        own = row.state == "own"
        box.setText(tr("Delete this prompt?") if own else tr("Restore the shipped prompt?"))
        box.setInformativeText(tr("Your text of {name} will be gone.").format(name=row.name))
        yes = tr("Delete") if own else tr("Restore")
        box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(tr("Keep"), QMessageBox.ButtonRole.RejectRole))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.accepted.connect(lambda: self.do(self._restore(row.name), "restore a prompt"))
        box.open()

    def _ask_name(self) -> None:
        text = self.editor.toPlainText()
        dialog = QInputDialog(self)
        dialog.setWindowTitle(tr("New from a copy…").rstrip("…"))
        dialog.setLabelText(tr("Name of the new prompt (letters, digits, dashes)"))
        dialog.setTextValue(f"{self.name}-2")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(lambda name: self._named(name.strip(), text))
        dialog.open()

    def _named(self, name: str, text: str) -> None:
        if name in self._rows:
            self.tell(tr("There is already a prompt called {name}.").format(name=name))
            return
        self.do(self._copy(name, text), "copy a prompt")

    def _chosen(self, name: str) -> None:
        if name != self.name:
            self.open(name)

    def _connect(self) -> None:
        self.prompts.chosen.connect(self._chosen)
        self.prompts.copy_wanted.connect(self._ask_name)
        self.editor.textChanged.connect(self._edited)
        self.outcome.question_changed.connect(lambda: self._typing.start(TYPING_MS))
        self.save.clicked.connect(lambda: self.do(self._save(), "save a prompt"))
        self.discard.clicked.connect(self._discard)
        self.restore.clicked.connect(self._ask_restore)

    def _arrange(self) -> None:
        middle = QWidget(self)
        text = QVBoxLayout(middle)
        text.setContentsMargins(18, 14, 9, 14)
        text.setSpacing(8)
        for widget in (self._title, self._uses, self.trouble_line, self._wrong):
            text.addWidget(widget)
        text.addWidget(self.editor, 1)
        buttons = QHBoxLayout()
        for button in (self.save, self.discard, self.restore):
            buttons.addWidget(button)
        buttons.addStretch(1)
        text.addLayout(buttons)
        place_beside(self, (self.prompts, middle, self.outcome), (260, 520, 500))
