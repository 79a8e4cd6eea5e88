"""The private X display of tests/x11, for the twins of files that speak to an X server."""

from __future__ import annotations

from tests.x11.conftest import desktop

__all__ = ["desktop"]
