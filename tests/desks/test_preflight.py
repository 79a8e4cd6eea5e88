"""The tab's checks are those of the command, on what the running program uses."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from app.checks import machine, preflight
from app.checks.base import Checker, Subject
from app.core.check import Check
from app.core.settings import Settings, replace_values
from app.desks.preflight import PreflightDesk
from app.parts import Plan


async def test_the_checks_are_made_with_the_settings_of_the_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Subject] = []

    async def look(subject: Subject) -> list[Check]:
        seen.append(subject)
        return [Check("one", "PASS", "Fine."), Check("two", "SKIP", "Not here.", "Go there.")]

    monkeypatch.setattr(preflight, "CHECKERS", (Checker(("one", "two"), look),))
    monkeypatch.setattr(preflight.preflight, "__defaults__", (preflight.CHECKERS,))
    plan = Plan(Settings())
    desk = PreflightDesk(plan)
    plan.settings = replace_values(plan.settings, {"overlay.theme": "light"})
    assert desk.names == ("one", "two")
    found = [check async for check in desk.run()]
    assert [check.verdict for check in found] == ["PASS", "SKIP"]
    assert seen[0].settings.overlay.theme == "light"
    assert seen[0].trouble is None


@pytest.fixture
def broken(private_home: Path) -> Path:
    private_home.mkdir(parents=True, exist_ok=True)
    (private_home / "settings.toml").write_text("[overlay\n")
    return private_home


async def test_a_file_broken_since_the_start_is_noticed(broken: Path) -> None:
    desk = PreflightDesk(Plan(Settings()))
    assert desk._subject().trouble is not None
    text = await desk.diagnostics([Check("settings", "FAIL", "Broken.")])
    assert "FAIL  settings" in text
    assert desk.crash_log == str(broken / "crash.log")


OWN = ("hotkeys", "capture", "running")


async def test_the_running_program_answers_for_its_keys_and_captures() -> None:
    async def own(name: str) -> Check:
        return Check(name, "PASS", "The program itself says so.")

    desk = PreflightDesk(Plan(Settings()), {name: partial(own, name) for name in OWN})
    wanted = [one for one in machine.CHECKERS if one.names[0] in OWN]
    found = [check async for check in preflight.preflight(desk._subject(), wanted)]
    assert {check.name: check.verdict for check in found} == dict.fromkeys(OWN, "PASS")
    assert {check.words for check in found} == {"The program itself says so."}
