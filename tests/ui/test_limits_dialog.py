"""Nothing is agreed to before it was shown what it would delete, and keeping is the default."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PyQt6.QtWidgets import QPushButton

from app.store.retention import Doomed
from app.ui.limits_dialog import LimitsDialog, size
from tests.recorded import until

OLD = Doomed(Path("a.gpcast"), datetime(2020, 1, 1, tzinfo=UTC), 2_400_000, "older than 30 days")


def button(dialog: LimitsDialog, start: str) -> QPushButton:
    (found,) = [b for b in dialog.findChildren(QPushButton) if b.text().startswith(start)]
    return found


async def test_the_preview_comes_before_the_consent() -> None:
    dialog = LimitsDialog(30, 0)
    agreed: list[tuple[int, int]] = []
    dialog.agreed.connect(lambda *limits: agreed.append(limits))
    assert not button(dialog, "Apply").isEnabled()
    assert button(dialog, "Cancel").isDefault()
    dialog.show_doomed(30, 0, [OLD])
    assert dialog.words == "1 session would be deleted now: 2.4 MB."
    assert dialog.list.count() == 1
    button(dialog, "Apply and delete").click()
    assert agreed == [(30, 0)]


async def test_other_limits_are_looked_at_anew() -> None:
    dialog = LimitsDialog(30, 0)
    asked: list[tuple[int, int]] = []
    dialog.changed.connect(lambda *limits: asked.append(limits))
    dialog.show_doomed(30, 0, [])
    assert dialog.words == "No session would be deleted now."
    dialog.mb.setValue(10)
    dialog.mb.setValue(100)
    assert not button(dialog, "Apply").isEnabled()
    dialog.show_doomed(30, 0, [OLD])
    assert dialog.list.count() == 0, "the answer to another question was shown"
    await until(lambda: asked)
    assert asked == [(30, 100)]
    dialog.show_doomed(30, 100, [OLD, OLD])
    assert dialog.words == "2 sessions would be deleted now: 4.8 MB."


async def test_no_limit_is_a_word() -> None:
    dialog = LimitsDialog(0, 0)
    assert (dialog.days.text(), dialog.mb.text()) == ("for ever", "no limit")
    assert size(12_300) == "12.3 kB"
