"""A key goes in and never comes out; where it lies is said in words."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLineEdit

from app.core.settings import Provider
from app.ui.provider_key import ProviderKey, key_words
from app.ui.providers_source import KeyPlace

FAR = Provider("far", "https://far.invalid/v1", "m", key_env="FAR_KEY")
HERE = Provider("here", "http://127.0.0.1:1/v1", "m")


@pytest.mark.parametrize(
    ("provider", "place", "part"),
    [
        (FAR, "environment", "environment variable FAR_KEY"),
        (FAR, "env file", "plain text in the file .env"),
        (FAR, "keyring", "keyring of this system"),
        (FAR, "file", "your passphrase opens"),
        (FAR, "session", "until GhostPilot ends"),
        (FAR, None, '<a href="https://far.invalid/keys">'),
        (HERE, None, "mostly needs none"),
    ],
)
def test_where_it_lies(provider: Provider, place: KeyPlace | None, part: str) -> None:
    assert part in key_words(provider, place, "https://far.invalid/keys")


async def test_a_key_is_typed_unseen_and_kept_by_return() -> None:
    row = ProviderKey()
    row.show_place(FAR, None)
    assert row._field.echoMode() == QLineEdit.EchoMode.Password
    assert not row._keep.isEnabled()
    kept: list[str] = []
    row.keep_wanted.connect(kept.append)
    QTest.keyClicks(row._field, " sk-new ")
    QTest.keyClick(row._field, Qt.Key.Key_Return)
    assert kept == ["sk-new"]
    row.clear()
    assert row.typed == ""


async def test_only_a_key_that_was_kept_here_can_be_forgotten() -> None:
    row = ProviderKey()
    for place, can in (("keyring", True), ("session", True), ("environment", False), (None, False)):
        row.show_place(FAR, place)
        assert row._forget.isEnabled() is can
