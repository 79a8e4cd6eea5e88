"""The desk is what the page asks for."""

from __future__ import annotations

from app.core.settings import Settings
from app.desks.providers import ProviderDesk
from app.parts import Plan
from app.ui.providers_source import Providers


async def test_the_desk_has_every_method_of_the_source() -> None:
    desk: Providers = ProviderDesk(Plan(Settings()))
    wanted = [name for name in vars(Providers) if not name.startswith("_")]
    assert wanted
    assert all(callable(getattr(desk, name)) for name in wanted)
