"""The desk is what the page asks for."""

from __future__ import annotations

from app.desks.providers import ProviderDesk
from app.ui.providers_source import Providers
from tests.ui.sources import assert_offers


def test_the_desk_has_every_method_of_the_source() -> None:
    assert_offers(ProviderDesk, Providers)
