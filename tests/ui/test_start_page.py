"""Start at login is chosen here, and the first steps are opened again."""

from __future__ import annotations

from pathlib import Path

from app.desks.autostart import AutostartDesk
from app.platforms.autostart import LinuxAutostart
from app.ui.start_page import StartPage
from tests.recorded import until


async def test_both_can_be_reached(tmp_path: Path) -> None:
    page = StartPage(AutostartDesk(lambda: LinuxAutostart(tmp_path)))
    wanted: list[bool] = []
    page.first_steps_wanted.connect(lambda: wanted.append(True))
    page.show()
    await until(page.at_login.box.isEnabled)
    page.at_login.box.click()
    await until(page.at_login.box.isEnabled)
    assert LinuxAutostart(tmp_path).enabled()
    page.button.click()
    assert wanted == [True]
    page.hide()
