"""What the tests of the sessions window share: a desk over the sessions of the test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.core.settings import Settings
from app.desks.sessions import SessionDesk
from app.desks.settings import SettingsDesk
from app.parts import Plan


@pytest.fixture
async def desk(private_home: Path) -> AsyncIterator[SessionDesk]:
    plan = Plan(Settings())
    SettingsDesk(plan, print)
    made = SessionDesk(plan)
    yield made
    await made.aclose()
