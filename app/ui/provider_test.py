"""Tests one provider at the press of a button and says in a sentence what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.core.errors import GhostPilotError
from app.core.provider import ProviderCheck, host_of
from app.core.settings import Provider
from app.ui.language import tr
from app.ui.told_words import in_the_language

NAMED = 5
"""Models named in a sentence."""


class ProviderTest(QWidget):
    """Test, a bar that moves while it runs, Cancel, and the outcome."""

    test_wanted = pyqtSignal()
    """Answer with `begin`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: asyncio.Task[None] | None = None
        self._test = QPushButton(tr("Test"), self)
        self._test.setObjectName("main")
        self._test.setAccessibleName(tr("Test this provider"))
        self._test.clicked.connect(self.test_wanted)
        self._cancel = QPushButton(tr("Cancel"), self)
        self._cancel.setAccessibleName(tr("Cancel the test"))
        self._cancel.clicked.connect(self.cancel)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(8)
        self._bar.setAccessibleName(tr("The test is running"))
        self._said, self._trouble = QLabel(self), QLabel(self)
        self._trouble.setObjectName("trouble")
        for label in (self._said, self._trouble):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self._test)
        row.addWidget(self._cancel)
        row.addWidget(self._bar, 1)
        row.addStretch(1)
        for button in (self._test, self._cancel):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._said)
        column.addWidget(self._trouble)
        self.show_nothing()

    @property
    def words(self) -> str:
        """What is said now."""
        return self._said.text() or self._trouble.text()

    @property
    def running(self) -> bool:
        """Whether a test is shown as going on."""
        return not self._bar.isHidden()

    def show_nothing(self) -> None:
        """Nothing was tested yet."""
        self._show("", trouble=False)

    def begin(self, provider: Provider, task: asyncio.Task[None]) -> None:
        """A test of this provider goes on in a task, where `outcome` is awaited."""
        self._task = task
        words = tr("Asking {host} for one word; nothing of yours is sent.")
        self._show_running(words.format(host=host_of(provider.base_url)))

    def cancel(self) -> None:
        """Give up a test that goes on."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            words = tr("Cancelled. Nothing is known about this provider.")
            self._show(words, trouble=False)
        self._task = None

    async def outcome(
        self, provider: Provider, asking: Awaitable[ProviderCheck]
    ) -> ProviderCheck | None:
        """Say what came of asking; None where it could not be done."""
        try:
            found = await asking
        except GhostPilotError as error:
            self._show(error_sentences(error), trouble=True)
            return None
        self._show(found_words(found, provider.model), trouble=not found.passed)
        return found

    def _show_running(self, words: str) -> None:
        had_focus = self._test.hasFocus()
        self._show(words, trouble=False)
        self._test.setEnabled(False)
        self._cancel.show()
        self._bar.show()
        if had_focus:
            self._cancel.setFocus()

    def _show(self, words: str, *, trouble: bool) -> None:
        had_focus = self._cancel.hasFocus()
        self._cancel.hide()
        self._bar.hide()
        self._test.setEnabled(True)
        if had_focus:
            self._test.setFocus()
        for label, text in ((self._said, words * (not trouble)), (self._trouble, words * trouble)):
            label.setText(text)
            label.setVisible(bool(text))


def found_words(found: ProviderCheck, asked: str) -> str:
    """The outcome of a test in a sentence or two, with what to do next."""
    if found.passed:
        words = tr("{name} answers: key and model are right, the first word came after {ms} ms.")
        return words.format(name=found.provider, ms=round(found.first_token_ms or 0))
    problem = found.problem
    said = (problem.detail if problem else "").rstrip(".") or "?"
    if found.key_accepted is False:
        words = tr("{name} does not accept the key ({said}). Type the right one and test again.")
        return words.format(name=found.provider, said=said)
    if found.model_exists is False:
        words = tr("{name} has no model {model} ({said}).")
        words = words.format(name=found.provider, model=asked, said=said)
        if not found.models:
            return f"{words} " + tr("Look up the models it has.")
        some = ", ".join(found.models[:NAMED])
        return f"{words} " + tr("It has {models}.").format(models=some)
    if problem is None:
        return tr("{name} did not answer.").format(name=found.provider)
    title, step = in_the_language(problem.title), in_the_language(problem.next_step)
    return sentences(f"{title}: {said}", step)


def sentences(*parts: str) -> str:
    """Sentences in a row, each with one full stop."""
    return " ".join(f"{one.rstrip('. ')}." for one in parts if one.strip(". "))


def error_sentences(error: GhostPilotError) -> str:
    """What failed, why and what to do, in the language of the windows."""
    parts = (error.title, error.detail, error.next_step)
    return sentences(*map(in_the_language, parts))
