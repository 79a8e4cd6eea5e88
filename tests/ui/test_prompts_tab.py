"""A prompt is edited, previewed and saved; the next answer uses it; the shipped one comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from PyQt6.QtWidgets import QInputDialog, QMessageBox, QPushButton

from app.core import paths, settings
from app.core.settings import Provider, Settings
from app.desks.notes import NotesAtHand
from app.desks.prompts import PromptDesk
from app.narration import open_narrator
from app.parts import Plan
from app.ui.prompts_source import PromptText
from app.ui.prompts_tab import PromptsTab
from app.ui.two_lines import SNIPPET
from tests.llm.fault_server import serve
from tests.llm.narrating import request
from tests.recorded import until

ADDED = "Always end with a haiku."


class SlowDesk(PromptDesk):
    """Reads the prompt of one name, and writes any, only when the test lets it."""

    held = ""
    asked: list[str]

    def __init__(self) -> None:
        plan = Plan(Settings())
        self.at_hand = NotesAtHand(plan)
        super().__init__(plan, self.at_hand)
        self.go = asyncio.Event()
        self.asked = []

    async def text(self, name: str) -> PromptText:
        self.asked.append(name)
        if name == self.held:
            await self.go.wait()
        return await super().text(name)

    async def save(self, name: str, text: str) -> None:
        await super().save(name, text)
        await self.go.wait()


@pytest.fixture
async def slow() -> AsyncIterator[SlowDesk]:
    desk = SlowDesk()
    yield desk
    await desk.at_hand.aclose()


@pytest.fixture
async def tab() -> AsyncIterator[PromptsTab]:
    plan = Plan(Settings())
    at_hand = NotesAtHand(plan)
    made = PromptsTab(PromptDesk(plan, at_hand), settings.Overlay())
    made.resize(1280, 800)
    made.show()
    made.refresh()
    await until(lambda: made.outcome.preview.toPlainText())
    yield made
    made.hide()
    made.stop()
    await until(lambda: not made._tasks)
    await at_hand.aclose()


async def chosen(tab: PromptsTab, name: str) -> None:
    tab.open(name)
    await until(lambda: tab.name == name and tab.editor.toPlainText())


def press(box: object, text: str) -> None:
    (button,) = [b for b in box.findChildren(QPushButton) if b.text() == text]
    button.click()


async def test_an_edit_is_used_by_the_next_answer_until_it_is_restored(tab: PromptsTab) -> None:
    async with serve("a") as server:
        plan = Plan(
            settings.Settings(providers=(Provider("fake", server.url("ok"), "m"),)),
        )
        async with open_narrator(lambda: plan.settings, plan.redactor) as narrator:

            async def system_message() -> str:
                async for _ in narrator.stream(request()):
                    pass
                text: str = server.requests[-1].body["messages"][0]["content"]
                return text

            assert ADDED not in await system_message()
            await chosen(tab, "meeting-technical")
            tab.editor.appendPlainText(ADDED)
            assert tab.save.isEnabled()
            await until(lambda: ADDED in tab.outcome.preview.toPlainText())
            assert f"+ {ADDED}" in tab.outcome.changes.toPlainText().replace("\xa0", " ")
            assert ADDED not in await system_message(), "nothing counts before it is saved"
            tab.save.click()
            await until(lambda: not tab.save.isEnabled())
            assert ADDED in await system_message()

            tab.restore.click()
            press(tab.findChildren(QMessageBox)[-1], "Restore")
            await until(lambda: ADDED not in tab.editor.toPlainText())
            assert ADDED not in await system_message()
    assert tab.trouble == ""


async def test_a_broken_front_matter_is_told_in_words_and_cannot_be_saved(tab: PromptsTab) -> None:
    await chosen(tab, "meeting")
    tab.editor.setPlainText("---\nlength: epic\n---\nx")
    await until(lambda: "must be one of short, medium, long" in tab.wrong)
    assert not tab.save.isEnabled()
    tab.discard.click()
    await until(lambda: tab.wrong == "")
    assert not paths.prompts().exists()


async def test_unsaved_text_waits_while_another_prompt_is_looked_at(tab: PromptsTab) -> None:
    await chosen(tab, "meeting")
    tab.editor.appendPlainText(ADDED)
    await chosen(tab, "support")
    assert ADDED not in tab.editor.toPlainText()
    await chosen(tab, "meeting")
    assert ADDED in tab.editor.toPlainText()
    items = [tab.prompts.list.item(n) for n in range(tab.prompts.list.count())]
    unsaved = [item.text() for item in items if item.data(SNIPPET) == "Not saved yet"]
    assert unsaved == ["Meeting"]


async def test_a_new_prompt_begins_as_a_copy_and_can_be_deleted(tab: PromptsTab) -> None:
    await chosen(tab, "support")
    text = tab.editor.toPlainText()
    tab.prompts.copy.click()
    dialog = tab.findChildren(QInputDialog)[-1]
    dialog.textValueSelected.emit("support")
    assert "already" in tab.trouble
    dialog.textValueSelected.emit("acme")
    dialog.close()
    await until(lambda: tab.name == "acme" and tab.restore.text() == "Delete…")
    assert tab.editor.toPlainText() == text
    await until(lambda: "yours alone" in tab.outcome.changes.toPlainText())
    tab.restore.click()
    press(tab.findChildren(QMessageBox)[-1], "Delete")
    await until(lambda: tab.name not in ("", "acme"))
    assert not (paths.prompts() / "acme.md").exists()


async def test_a_name_that_is_no_file_name_is_refused(tab: PromptsTab) -> None:
    await chosen(tab, "support")
    tab._named("../evil", "x")
    await until(lambda: "cannot be called" in tab.trouble)


@pytest.fixture
async def slow_tab(slow: SlowDesk) -> AsyncIterator[PromptsTab]:
    made = PromptsTab(slow, settings.Overlay())
    yield made
    made.stop()
    await until(lambda: not made._tasks)


async def test_the_prompt_chosen_last_is_edited_however_slow_the_disk(
    slow: SlowDesk, slow_tab: PromptsTab
) -> None:
    tab = slow_tab
    tab.refresh()
    await until(lambda: tab.outcome.preview.toPlainText())
    assert len(slow.asked) == 1, "the first of the list is read once"
    slow.held = "meeting"
    tab.open("meeting")
    await until(lambda: slow.asked[-1] == "meeting")
    await chosen(tab, "support")
    text = tab.editor.toPlainText()
    slow.go.set()
    await asyncio.sleep(0.1)
    assert (tab.name, tab.editor.toPlainText()) == ("support", text)


async def test_what_is_typed_while_a_prompt_is_saved_stays(
    slow: SlowDesk, slow_tab: PromptsTab
) -> None:
    tab = slow_tab
    tab.refresh()
    await until(lambda: tab.outcome.preview.toPlainText())
    await chosen(tab, "support")
    tab.editor.appendPlainText(ADDED)
    tab.save.click()
    await until(lambda: (paths.prompts() / "support.md").exists())
    tab.editor.appendPlainText("One more line.")
    slow.go.set()
    await until(lambda: tab._rows["support"].state == "changed")
    assert tab.editor.toPlainText().endswith(f"{ADDED}\nOne more line.")
    assert tab.save.isEnabled(), "the last line is not saved yet"
    assert "One more" not in (paths.prompts() / "support.md").read_text(encoding="utf-8")


async def test_a_tab_that_is_given_up_looks_at_nothing_any_more(
    slow: SlowDesk, slow_tab: PromptsTab
) -> None:
    tab = slow_tab
    tab.refresh()
    await until(lambda: tab.editor.toPlainText())
    tab.editor.appendPlainText(ADDED)
    assert tab._typing.isActive()
    tab.stop()
    assert not tab._typing.isActive()
    await until(lambda: not tab._tasks)
