"""One press fills the table; it can be cancelled, and copied as the command prints it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence

import pytest
from PyQt6.QtGui import QGuiApplication

from app.core import settings
from app.core.check import Check
from app.core.settings import Settings
from app.desks.preflight import PreflightDesk
from app.parts import Plan
from app.ui.preflight_tab import PreflightTab
from tests.recorded import until

CHECKS = (
    Check("disk", "PASS", "There is room."),
    Check("provider local", "FAIL", "The key is refused.", "Enter another."),
    Check("notes", "SKIP", "Still being read.", "Wait."),
)


class Slow:
    """Checks that end when the test lets them."""

    names = ("disk", "provider", "notes")
    crash_log = "/home/me/crash.log"

    def __init__(self) -> None:
        self.go = asyncio.Semaphore(0)
        self.closed = False

    async def run(self) -> AsyncGenerator[Check, None]:
        try:
            for check in CHECKS:
                await self.go.acquire()
                yield check
        finally:
            self.closed = True

    async def diagnostics(self, checks: Sequence[Check]) -> str:
        return f"{len(checks)} checks"


def clipboard() -> str:
    board = QGuiApplication.clipboard()
    assert board is not None
    return board.text()


def rows(tab: PreflightTab) -> list[tuple[str, ...]]:
    table = tab.table
    return [
        tuple(table.item(row, column).text() for column in range(3))
        for row in range(table.rowCount())
    ]


async def test_rows_appear_as_checks_end_and_are_copied_as_text() -> None:
    source = Slow()
    tab = PreflightTab(source, settings.Overlay())
    assert "/home/me/crash.log" in tab.place.text()
    assert not tab.copy.isEnabled()
    tab.start.click()
    await until(lambda: "disk, provider, notes" in tab.status.text())
    assert not tab.start.isEnabled()
    source.go.release()
    source.go.release()
    await until(lambda: tab.table.rowCount() == 2)
    assert tab.status.text() == "Still checking: notes"
    source.go.release()
    await until(tab.start.isEnabled)
    assert rows(tab) == [
        ("✓ PASS", "disk", "There is room."),
        ("✗ FAIL", "provider local", "The key is refused.\nEnter another."),
        ("· SKIP", "notes", "Still being read.\nWait."),
    ]
    assert tab.status.text() == "1 passed, 1 failed, 1 could not be checked."
    tab.copy.click()
    assert "FAIL  provider local    The key is refused." in clipboard()
    tab.diagnose.click()
    await until(lambda: clipboard() == "3 checks")
    assert "Look through them" in tab.status.text()
    tab.apply_settings(settings.Overlay(theme="light"))
    assert len(rows(tab)) == 3


async def test_what_runs_is_given_up_when_the_user_cancels() -> None:
    source = Slow()
    tab = PreflightTab(source, settings.Overlay())
    tab.start.click()
    source.go.release()
    await until(lambda: tab.table.rowCount() == 1)
    tab.cancel.click()
    await until(tab.start.isEnabled)
    assert source.closed
    assert tab.status.text().startswith("Cancelled. 1 passed")


async def test_the_real_checks_end_with_a_verdict_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "PULSE_SERVER", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    tab = PreflightTab(PreflightDesk(Plan(Settings())), settings.Overlay())
    tab.start.click()
    await until(lambda: not tab.start.isEnabled())
    await until(tab.start.isEnabled)
    assert {row[1] for row in rows(tab)} == set(tab._source.names)
    assert " 0 failed" in tab.status.text()
    assert tab.trouble == ""
