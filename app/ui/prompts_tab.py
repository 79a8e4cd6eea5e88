"""The prompts tab: choose a prompt, edit it, see what would be sent, bring the shipped one back."""

from __future__ import annotations

from html import escape

from PyQt6.QtCore import QSignalBlocker, Qt, QTimer
from PyQt6.QtGui import QFontDatabase
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.core import settings
from app.core.errors import GhostPilotError
from app.ui.language import tr
from app.ui.prompt_diff import difference
from app.ui.prompts_source import Preview, PromptRow, Prompts, PromptText
from app.ui.sessions_list import SNIPPET, TwoLines
from app.ui.styles import PALETTES
from app.ui.tab_page import TabPage, quiet_line

TYPING_MS = 250
"""A preview waits this long for the next letter."""
NAME = Qt.ItemDataRole.UserRole


class PromptsTab(TabPage):
    """All prompts at the left, the chosen one's text beside what comes of it.

    Unsaved text is kept for each prompt while another one is looked at.
    """

    def __init__(
        self, source: Prompts, chosen: settings.Overlay, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._colours = PALETTES[chosen.theme]
        self._rows: dict[str, PromptRow] = {}
        self._kept: dict[str, PromptText] = {}
        self._drafts: dict[str, str] = {}
        self.name = ""
        """The prompt that is edited."""
        self._wanted = ""
        """The prompt asked for last; it is read from disk before it is edited."""
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Prompts"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = TwoLines(self._colours)
        self.list.setItemDelegate(self._delegate)
        self.editor = QPlainTextEdit(self)
        self.editor.setObjectName("source")
        self.editor.setAccessibleName(tr("Text of the prompt"))
        self.editor.setTabChangesFocus(True)
        self.editor.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._title = QLabel(self)
        self._title.setObjectName("question")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._uses = quiet_line(self)
        self._wrong = QLabel(self)
        self._wrong.setObjectName("trouble")
        self._wrong.setTextFormat(Qt.TextFormat.PlainText)
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        self.save = QPushButton(tr("Save"), self)
        self.save.setObjectName("main")
        self.discard = QPushButton(tr("Discard"), self)
        self.restore = QPushButton(self)
        self.restore.setToolTip(tr("Bring the shipped prompt back in place of yours"))
        self.copy = QPushButton(tr("New from a copy…"), self)
        self.question = QLineEdit(self)
        self.question.setText(tr("How would you roll back a deploy?"))
        self.question.setAccessibleName(tr("Sample question"))
        self._size = quiet_line(self)
        self.preview = self._page(tr("What is sent"))
        self.changes = self._page(tr("Changes to the shipped prompt"))
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
        self._colours = self._delegate.colours = PALETTES[chosen.theme]
        self._look()

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
        with QSignalBlocker(self.list):
            self.list.clear()
            for row in rows:
                item = QListWidgetItem(self.list)
                item.setData(NAME, row.name)
                self._label(item)
                if row.name == self.name:
                    self.list.setCurrentItem(item)
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
        for place in range(self.list.count()):
            if (item := self.list.item(place)) is not None and item.data(NAME) == name:
                with QSignalBlocker(self.list):
                    self.list.setCurrentItem(item)
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
        seen = await self._source.preview(name, text, self.question.text())
        if (name, text) != (self.name, self.editor.toPlainText()):
            return  # edited meanwhile: the next look is on its way
        self._wrong.setText(tr("Not usable: {why}").format(why=seen.trouble))
        self._wrong.setVisible(bool(seen.trouble))
        self._show_state()
        self._show_messages(seen)
        self._show_changes(text)

    def _show_messages(self, seen: Preview) -> None:
        colours, parts = self._colours, []
        for role, text in seen.messages:
            heading = tr("SYSTEM MESSAGE") if role == "system" else tr("USER MESSAGE")
            parts.append(
                f'<p style="color: {colours.dim}">{escape(heading)}</p>'
                f'<div style="color: {colours.text}; white-space: pre-wrap">{escape(text)}</div>'
            )
        self.preview.setHtml("".join(parts))
        if not seen.messages:
            words = ""
        elif seen.fits:
            words = tr("About {tokens} tokens, with {passages} passages of your notes.")
        else:
            words = tr("About {tokens} tokens: too long for the context of the first provider.")
        self._size.setText(words.format(tokens=seen.tokens, passages=seen.passages))

    def _show_changes(self, text: str) -> None:
        shipped = self._kept[self.name].shipped
        if not shipped:
            words = tr("This prompt is yours alone: there is no shipped one to compare with.")
        else:
            words = tr("This is the shipped text, word for word.")
        changed = difference(shipped, text, self._colours) if shipped else ""
        self.changes.setHtml(
            changed or f'<p style="color: {self._colours.dim}">{escape(words)}</p>'
        )

    def _show_state(self) -> None:
        row = self._rows.get(self.name)
        draft = self.name in self._drafts
        self.save.setEnabled(draft and not self.wrong)
        self.discard.setEnabled(draft)
        own = row is not None and row.state == "own"
        self.restore.setText(tr("Delete…") if own else tr("Restore…"))
        self.restore.setEnabled(row is not None and row.state != "shipped")
        self.copy.setEnabled(row is not None)
        if row is None:
            return
        self._title.setText(row.title or row.name)
        uses = ", ".join(row.uses) or tr("every question")
        words = tr("{file}.md, for {uses}. {state}.")
        state = STATES[row.state]()
        if draft:
            state = tr("Not saved yet")
        self._uses.setText(words.format(file=row.name, uses=uses, state=state))
        for place in range(self.list.count()):
            if (item := self.list.item(place)) is not None:
                self._label(item)

    def _label(self, item: QListWidgetItem) -> None:
        row = self._rows[item.data(NAME)]
        state = STATES[row.state]() if row.state != "shipped" else ""
        if row.trouble:
            state = tr("Cannot be used")
        if row.name in self._drafts:
            state = tr("Not saved yet")
        item.setText(row.title or row.name)
        item.setData(SNIPPET, state or row.name)
        item.setToolTip(row.trouble)

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

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(NAME) != self.name:
            self.open(item.data(NAME))

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._chosen)
        self.editor.textChanged.connect(self._edited)
        self.question.textChanged.connect(lambda: self._typing.start(TYPING_MS))
        self.save.clicked.connect(lambda: self.do(self._save(), "save a prompt"))
        self.discard.clicked.connect(self._discard)
        self.restore.clicked.connect(self._ask_restore)
        self.copy.clicked.connect(self._ask_name)

    def _page(self, name: str) -> QTextBrowser:
        page = QTextBrowser(self)
        page.setObjectName("preview")
        page.setAccessibleName(name)
        page.setOpenLinks(False)
        if (document := page.document()) is not None:
            document.setDocumentMargin(12)
        return page

    def _arrange(self) -> None:
        sidebar = QWidget(self)
        sidebar.setObjectName("sidebar")
        column = QVBoxLayout(sidebar)
        column.setContentsMargins(12, 12, 10, 12)
        column.setSpacing(8)
        column.addWidget(self.list, 1)
        column.addWidget(self.copy)
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
        sent = QWidget(self)
        column = QVBoxLayout(sent)
        column.setContentsMargins(0, 8, 0, 0)
        caption = QLabel(tr("Sample question"), sent)
        caption.setObjectName("quiet")
        caption.setBuddy(self.question)
        for widget in (caption, self.question, self._size):
            column.addWidget(widget)
        column.addWidget(self.preview, 1)
        pages = QTabWidget(self)
        pages.setDocumentMode(True)
        if (bar := pages.tabBar()) is not None:
            bar.setDrawBase(False)
            bar.setAccessibleName(tr("What comes of the prompt"))
        pages.setAccessibleName(tr("What comes of the prompt"))
        pages.addTab(sent, tr("What is sent"))
        pages.addTab(self.changes, tr("Changes"))
        right = QWidget(self)
        stack = QVBoxLayout(right)
        stack.setContentsMargins(9, 8, 18, 14)
        stack.addWidget(pages)
        self.pages = pages
        split = QSplitter(Qt.Orientation.Horizontal, self)
        for part in (sidebar, middle, right):
            split.addWidget(part)
        split.setSizes([260, 520, 500])
        split.setStretchFactor(1, 1)
        split.setStretchFactor(2, 1)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)


STATES = {
    "shipped": lambda: tr("As it came with the program"),
    "changed": lambda: tr("Changed by you"),
    "own": lambda: tr("Yours"),
}
"""The states in words, in the language of the moment."""
