"""A page scrolls only when its parts do not fit, and shows first what matters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PyQt6.QtWidgets import QLabel

from app.ui.page import Page, least_height


@pytest.fixture
def page(qapp: object) -> Iterator[Page]:
    page = Page()
    page.column.addWidget(QLabel("words"))
    page.resize(400, 300)
    page.show()
    yield page
    page.hide()
    page.deleteLater()


def test_parts_that_fit_do_not_scroll(page: Page) -> None:
    page.set_needs(200, 0, from_end=False)
    assert not page.scrolls


def test_what_scrolls_by_itself_gives_way_first(page: Page) -> None:
    page.set_needs(150, 5000, from_end=True)
    assert not page.scrolls


def test_what_does_not_fit_is_scrolled_to(page: Page) -> None:
    page.set_needs(700, 0, from_end=False)
    assert (page.scrolls, page._bar.value()) == (True, 0)
    page.scroll_pages(1e6)
    assert page._bar.value() == page._bar.maximum() == 400


def test_the_end_is_seen_first_where_it_matters_most(page: Page) -> None:
    page.set_needs(700, 0, from_end=True)
    assert page._bar.value() == page._bar.maximum()
    page.set_needs(700, 90, from_end=True)
    assert page._bar.value() == page._bar.maximum()


def test_the_users_own_place_is_kept_until_other_content_comes(page: Page) -> None:
    page.set_needs(700, 0, from_end=True)
    page.scroll_pages(-1e6)
    page.set_needs(700, 90, from_end=True)
    assert page._bar.value() == 0
    page.begin()
    assert page._bar.value() == page._bar.maximum()


def test_no_part_that_scrolls_is_less_than_a_few_lines() -> None:
    assert least_height(100, 30) == 130
    assert least_height(100, 5000) == 220


def test_a_page_asks_for_no_more_height_than_its_parts_need(page: Page) -> None:
    """What it took beyond that was taken from the warnings below it, whose words were cut."""
    page.set_needs(29, 0, from_end=False)
    assert page.minimumSizeHint().height() == 29
    page.set_needs(2000, 0, from_end=False)
    assert page.minimumSizeHint().height() < 200
