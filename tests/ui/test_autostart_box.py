"""The box shows what the system says, changes it, and tells of a refusal."""

from __future__ import annotations

from pathlib import Path

from app.desks.autostart import AutostartDesk
from app.platforms.autostart import LinuxAutostart
from app.ui.autostart_box import AutostartBox
from tests.recorded import until


async def shown(folder: Path) -> AutostartBox:
    box = AutostartBox(AutostartDesk(lambda: LinuxAutostart(folder)))
    box.show()
    await until(box.box.isEnabled)
    return box


async def test_a_tick_writes_the_entry_and_another_takes_it_away(tmp_path: Path) -> None:
    box = await shown(tmp_path)
    assert not box.box.isChecked()
    for on in (True, False):
        box.box.click()
        await until(box.box.isEnabled)
        assert box.box.isChecked() is on
        assert LinuxAutostart(tmp_path).enabled() is on


async def test_what_is_so_already_is_shown(tmp_path: Path) -> None:
    LinuxAutostart(tmp_path).enable()
    assert (await shown(tmp_path)).box.isChecked()


async def test_a_refusal_is_said_and_the_box_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    box = AutostartBox(AutostartDesk(lambda: LinuxAutostart(tmp_path / "file" / "autostart")))
    box.box.setEnabled(True)
    box.box.click()
    await until(box.box.isEnabled)
    assert not box.box.isChecked()
    assert "cannot be changed" in box.trouble.text()
    assert not box.trouble.isHidden()
