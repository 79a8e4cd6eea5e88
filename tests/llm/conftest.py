"""Two providers that misbehave on demand, and their library loaded: no limit has to cover that."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2  # noqa: F401 - see above
import openai  # noqa: F401 - see above
import pytest

from tests.llm.fault_server import FaultServer, serve


@pytest.fixture
async def a() -> AsyncIterator[FaultServer]:
    """The provider that is asked first."""
    async with serve("a") as server:
        yield server


@pytest.fixture
async def b() -> AsyncIterator[FaultServer]:
    """The provider that is asked next."""
    async with serve("b") as server:
        yield server
