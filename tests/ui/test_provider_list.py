"""Providers stand in the order they are asked; keys and buttons move, add and remove them."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from app.core.settings import Provider
from app.ui.provider_list import ProviderList, row_words, why_unused
from app.ui.providers_source import Template

A = Provider("a", "https://a.invalid/v1", "m")
B = Provider("b", "https://b.invalid/v1", "")


@pytest.fixture
async def listed() -> ProviderList:
    made = ProviderList()
    made.show_providers((A, B), 0)
    made.show()
    return made


def test_a_row_says_what_is_asked_or_why_it_is_not() -> None:
    assert row_words(A) == "m · a.invalid"
    assert "no model" in why_unused(B)
    assert "address" in why_unused(Provider("c", "https://", "m"))


async def test_keys_move_and_remove(listed: ProviderList) -> None:
    moved: list[tuple[int, int]] = []
    removed: list[int] = []
    listed.moved.connect(lambda old, new: moved.append((old, new)))
    listed.remove_wanted.connect(removed.append)
    listed.activateWindow()
    listed._list.setFocus()
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(listed._list, Qt.Key.Key_Up, alt)
    QTest.keyClick(listed._list, Qt.Key.Key_Down, alt)
    QTest.keyClick(listed._list, Qt.Key.Key_Delete)
    assert (moved, removed) == ([(0, 1)], [0])
    listed.hide()


async def test_buttons_rest_where_nothing_can_be_moved(listed: ProviderList) -> None:
    enabled = [button.isEnabled() for button in (listed._up, listed._down, listed._remove)]
    assert enabled == [False, True, True]
    listed.show_providers((), -1)
    enabled = [button.isEnabled() for button in (listed._up, listed._down, listed._remove)]
    assert enabled == [False, False, False]


async def test_what_runs_here_comes_first_in_the_menu(listed: ProviderList) -> None:
    added: list[Provider] = []
    listed.added.connect(added.append)
    offer = Provider("ollama", "http://127.0.0.1:11434/v1", "llama")
    listed.show_known([Template("Service", A)], [offer])
    words = [action.text() for action in listed._menu.actions()]
    assert words == ["ollama, running here: llama", "", "Service"]
    assert "Asked only if you add it" in listed._here.text()
    listed._menu.actions()[0].trigger()
    assert added == [offer]


async def test_every_control_has_a_name_for_screen_readers(listed: ProviderList) -> None:
    controls = (listed._list, listed._add, listed._up, listed._down, listed._remove)
    assert all(control.accessibleName() for control in controls)
