"""A page explains its marks only where there are any, and follows the keyboard."""

from __future__ import annotations

import pytest

from app.core.settings import declarations
from app.ui.setting_page import SettingPage
from app.ui.setting_row import make_row

DECLARED = {declared.key: declared for declared in declarations()}


@pytest.fixture
def page(qapp: object) -> SettingPage:
    return SettingPage("Overlay")


def test_the_mark_is_explained_where_it_stands(page: SettingPage) -> None:
    page.add(make_row(DECLARED["overlay.theme"]))
    assert page._legend.isHidden()
    page.add(make_row(DECLARED["speech.language"]))
    assert not page._legend.isHidden()


def test_what_has_the_keyboard_is_in_view(page: SettingPage) -> None:
    for declared in list(DECLARED.values())[:40]:
        page.add(make_row(declared))
    page.resize(700, 300)
    page.show()
    last = page.rows[-1].control.focusProxy()
    assert last is not None
    page._follow(None, last)
    bar = page.verticalScrollBar()
    assert bar is not None
    assert bar.value() > 0


def test_a_search_tells_whether_anything_is_left(page: SettingPage) -> None:
    page.add(make_row(DECLARED["overlay.theme"]))
    assert page.filter("theme")
    assert not page.filter("opacity")
    assert page.filter("")
