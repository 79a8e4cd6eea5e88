"""Every value of every setting comes back from the file and from the form."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from app.core.declared import Declared, check_value
from app.core.settings import declarations, value_of
from app.store.settings import load, parse, save
from app.ui.setting_row import SettingRow, make_row
from tests.ui.running_settings import Running, running_tab

DECLARED = {declared.key: declared for declared in declarations()}


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    async with running_tab(tmp_path / "settings.toml") as made:
        yield made


def fitting(declared: Declared) -> st.SearchStrategy[Any]:
    """Values that fit a declaration."""
    about = declared.about
    if declared.type is bool:
        return st.booleans()
    words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=20)
    if declared.type == tuple[str, ...]:
        if about.choices:
            return st.sets(st.sampled_from(about.choices)).map(
                lambda some: tuple(one for one in about.choices if one in some)
            )
        return st.lists(words.filter(bool), unique=True, max_size=4).map(tuple)
    if about.choices:
        return st.sampled_from(about.choices)
    if declared.type is str:
        return words
    low = about.low if about.low is not None else -1000
    high = about.high if about.high is not None else low + 10_000
    if declared.type is int:
        return st.integers(int(low), int(high))
    hundredths = st.integers(round(low * 100), round(high * 100))
    return hundredths.map(lambda number: number / 100)


EVERYTHING = st.fixed_dictionaries({key: fitting(one) for key, one in DECLARED.items()})


@pytest.fixture
def rows(qapp: object) -> dict[str, SettingRow]:
    return {key: make_row(declared) for key, declared in DECLARED.items()}


@given(values=EVERYTHING)
@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_value_comes_back_from_the_file(tmp_path: Path, values: dict[str, Any]) -> None:
    file = tmp_path / "settings.toml"
    file.unlink(missing_ok=True)
    text = save(values, path=file)
    settings = load(file)
    assert {key: value_of(settings, key) for key in values} == values
    assert parse(text, file) == settings


@given(values=EVERYTHING)
@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_value_comes_back_from_file_and_form(
    qapp: object, rows: dict[str, SettingRow], tmp_path: Path, values: dict[str, Any]
) -> None:
    """Read from a file, shown, given back by the form as if chosen there, and written again."""
    file = tmp_path / "settings.toml"
    file.unlink(missing_ok=True)
    save(values, path=file)
    there = load(file)
    chosen: dict[str, Any] = {}
    for key, row in rows.items():
        row.show_value(value_of(there, key))
        wanted = row.wanted.connect(chosen.__setitem__)
        row.choose(row.control.value())
        row.wanted.disconnect(wanted)
        assert row.trouble.text() == "", key
    assert chosen == values
    save(chosen, path=file)
    assert load(file) == there


async def test_every_value_comes_back_from_the_form(running: Running) -> None:
    from hypothesis import find

    assert set(running.tab.rows) == set(DECLARED)
    for key, declared in DECLARED.items():
        row = running.tab.rows[key]
        for value in {
            declared.default,
            find(fitting(declared), lambda one, usual=declared.default: one != usual),
        }:
            row.show_value(value)
            shown = row.control.value()
            assert check_value(declared, shown) == value, key
            assert row.reset.isHidden() == (value == declared.default)
