"""Every setting can be seen, changed, searched for and put back; what is wrong stands beside it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QSpinBox, QWidget

from app.core.errors import GhostPilotError
from app.core.settings import Settings
from app.store.settings import load
from app.ui.window_styles import window_sheet
from tests.ui.running_settings import Running, running_tab


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    async with running_tab(tmp_path / "settings.toml") as made:
        yield made


async def test_a_choice_counts_at_once_and_is_kept(running: Running) -> None:
    combo = running.tab.rows["overlay.theme"].control.findChild(QComboBox)
    assert combo is not None
    running.tab.open("overlay")
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    await running.until("overlay.theme", "light")
    await running.settled()
    assert load(running.file).overlay.theme == "light"


async def test_a_number_beyond_its_limits_says_so_and_changes_nothing(running: Running) -> None:
    row = running.tab.rows["overlay.font_size"]
    running.tab.open("overlay")
    spin = row.control.findChild(QSpinBox)
    assert spin is not None
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "400")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert row.trouble.text() == "It must be from 9 to 40."
    assert row.trouble.isVisible()
    assert spin.value() == 400
    assert "from 9 to 40" in spin.accessibleDescription()

    spin.selectAll()
    QTest.keyClicks(spin, "18")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    await running.until("overlay.font_size", 18)
    assert row.trouble.isHidden()


async def test_arrows_stop_at_the_limits(running: Running) -> None:
    spin = running.tab.rows["overlay.font_size"].control.findChild(QSpinBox)
    assert spin is not None
    spin.setValue(40)
    QTest.keyClick(spin, Qt.Key.Key_Up)
    assert spin.value() == 40


async def test_a_refused_choice_goes_back_and_a_typed_text_stays(running: Running) -> None:
    async def refuse(before: Settings, wanted: Settings) -> None:
        raise GhostPilotError("It cannot be built", next_step="Choose another.")

    running.desk.on_try(refuse)
    engine = running.tab.rows["speech.engine"]
    engine.choose("whisper")
    await running.settled()
    assert engine.trouble.text() == "It cannot be built. Choose another."
    assert engine.control.value() == "moonshine"

    language = running.tab.rows["speech.language"]
    line = language.control.findChild(QLineEdit)
    assert line is not None
    line.setText("xx")
    line.editingFinished.emit()
    await running.settled()
    assert (language.control.value(), running.desk.now.speech.language) == ("xx", "en")


async def test_the_default_comes_back_with_one_press(running: Running) -> None:
    row = running.tab.rows["overlay.width"]
    row.choose(700)
    await running.until("overlay.width", 700)
    await running.settled()
    row.reset.click()
    await running.until("overlay.width", 560)


async def test_a_change_made_elsewhere_shows(running: Running) -> None:
    await running.desk.change({"overlay.theme": "contrast", "notes.folders": ("/a", "/b")})
    assert running.tab.rows["overlay.theme"].control.value() == "contrast"
    assert running.tab.rows["notes.folders"].control.value() == ("/a", "/b")


async def test_a_search_leaves_what_it_is_about(running: Running) -> None:
    tab = running.tab
    tab.search.setText("encrypt")
    left = [tab.sections.item(i).text() for i in range(10) if not tab.sections.item(i).isHidden()]
    assert left == ["Storage"]
    assert tab.stack.currentWidget() is tab.pages["storage"]
    assert not tab.rows["storage.encrypt"].isHidden()
    assert tab.rows["storage.record"].isHidden()
    tab.search.setText("providers")
    assert tab.stack.currentWidget().text() == "here they are"
    tab.search.clear()
    assert not any(row.isHidden() for row in tab.rows.values())


async def test_an_extra_page_is_made_when_it_is_first_wanted(running: Running) -> None:
    assert not isinstance(running.tab.stack.widget(9), QLabel)
    running.tab.open("providers")
    assert isinstance(running.tab.stack.currentWidget(), QLabel)


async def test_what_the_environment_decides_is_shown_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIO_BACKEND", "file")
    made = Running(tmp_path / "settings.toml")
    row = made.tab.rows["audio.backend"]
    assert not row.control.isEnabled()
    assert "AUDIO_BACKEND" in row.state.text()
    made.tab.stop()
    made.tab.deleteLater()


async def test_export_and_import_are_told(running: Running, tmp_path: Path) -> None:
    target = tmp_path / "out.toml"
    await running.desk.change({"overlay.width": 700})
    running.tab.export(target)
    await running.settled()
    assert str(target) in running.tab.trouble
    await running.desk.change({"overlay.width": 800})
    running.tab.take_over(target)
    await running.settled()
    assert running.desk.now.overlay.width == 700
    assert running.tab.trouble.startswith("1 settings were taken over")
    running.tab.take_over(tmp_path / "none.toml")
    await running.settled()
    assert "does not exist" in running.tab.trouble


async def test_dialogs_for_files_open_without_blocking(running: Running) -> None:
    running.tab.export_button.click()
    running.tab.import_button.click()
    for dialog in running.tab.findChildren(QWidget):
        if dialog.inherits("QFileDialog"):
            dialog.close()


def controls(widget: QWidget) -> list[QWidget]:
    return [
        one
        for one in widget.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not one.objectName().startswith("qt_")
        and one.isEnabled()
        and one.window() is widget.window()  # the list of a combo box opens in its own
    ]


async def test_every_control_has_a_name_and_a_role(running: Running) -> None:
    tab = running.tab
    unnamed = []
    for page in tab.pages.values():
        for one in controls(page):
            assert type(one) is not QWidget  # a plain one has no role
            if not one.accessibleName() and not (isinstance(one, QAbstractButton) and one.text()):
                unnamed.append((page.accessibleName(), type(one).__name__))
    assert unnamed == []


async def test_every_control_is_reached_by_the_tab_key(running: Running) -> None:
    tab = running.tab
    tab.open("overlay")
    tab.search.setFocus()
    seen: set[QWidget] = set()
    for _ in range(60):
        tab.focusNextPrevChild(True)
        focused = tab.focusWidget()
        assert focused is not None
        seen.add(focused)
    page = tab.pages["overlay"]
    wanted = {one for one in controls(page) if not isinstance(one, QAbstractButton)}
    reachable = {one for one in wanted if one.isVisible() and one.focusProxy() is None}
    assert {one for one in reachable if one.focusPolicy() & Qt.FocusPolicy.TabFocus} <= seen | {
        one.parentWidget() for one in seen
    } | {child for one in seen for child in one.findChildren(QWidget)}


@pytest.mark.parametrize("points", [15, 30])
async def test_nothing_is_cut_off_at_twice_the_text_size(running: Running, points: int) -> None:
    import dataclasses

    chosen = dataclasses.replace(Settings().overlay, font_size=points)
    tab = running.tab
    tab.setStyleSheet(window_sheet(chosen))
    tab.apply_settings(chosen)
    tab.resize(1280, 860)
    for name, page in tab.pages.items():
        tab.open(name)
        await asyncio.sleep(0.02)
        inside = page.widget()
        assert inside is not None
        viewport = page.viewport()
        assert viewport is not None
        assert inside.minimumSizeHint().width() <= viewport.width(), name
        for row in page.rows:
            assert row.label.height() >= row.label.heightForWidth(row.label.width()) - 1, row._words
