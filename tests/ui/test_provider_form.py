"""Every field of a provider can be edited, and only a change is told."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from PyQt6.QtWidgets import QComboBox, QLineEdit

from app.core.settings import Provider
from app.ui.provider_form import ProviderForm

ONE = Provider("one", "https://one.invalid/v1", "m", "ONE_KEY", vision=True)


@pytest.fixture
async def form() -> ProviderForm:
    made = ProviderForm()
    made.show_provider(ONE, ("m", "m2"))
    return made


def told(form: ProviderForm) -> list[Provider]:
    seen: list[Provider] = []
    form.edited.connect(seen.append)
    return seen


async def test_every_field_reaches_the_provider(form: ProviderForm) -> None:
    seen = told(form)
    wanted = Provider(
        "two", "http://127.0.0.1:1/v1", "m2", "", 4096, False, True, 1.5, 30.0, 15.5, 120.0
    )
    assert all(getattr(wanted, f.name) != getattr(ONE, f.name) for f in fields(Provider))
    texts = {"_name": "two", "_base_url": "http://127.0.0.1:1/v1", "_key_env": ""}
    for name, text in texts.items():
        field = getattr(form, name)
        field.setText(text)
        field.editingFinished.emit()
    form._model.setCurrentIndex(1)
    form._model.activated.emit(1)
    for name, tick in form._ticks.items():
        tick.setChecked(getattr(wanted, name))
    for name, number in form._numbers.items():
        number.setValue(getattr(wanted, name))
        number.editingFinished.emit()
    assert seen[-1] == wanted
    assert len(seen) == len(fields(Provider))


async def test_leaving_a_field_unchanged_tells_nothing(form: ProviderForm) -> None:
    seen = told(form)
    for field in form.findChildren(QLineEdit):
        field.editingFinished.emit()
    assert seen == []


async def test_models_to_choose_from_do_not_change_the_one_set(form: ProviderForm) -> None:
    seen = told(form)
    form.show_provider(replace(ONE, model="mine"))
    form.show_models(("a", "b"))
    assert form._model.currentText() == "mine"
    assert [form._model.itemText(n) for n in range(form._model.count())] == ["a", "b"]
    assert seen == []


async def test_every_field_has_a_name_for_screen_readers(form: ProviderForm) -> None:
    for field in [*form.findChildren(QLineEdit), *form.findChildren(QComboBox)]:
        if field.objectName() == "qt_spinbox_lineedit" or isinstance(field.parent(), QComboBox):
            continue
        assert field.accessibleName()
    assert all(number.accessibleName() for number in form._numbers.values())
    assert all(tick.text() for tick in form._ticks.values())
