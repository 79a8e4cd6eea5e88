"""The library is loaded before the tests of narration: no limit of theirs has to cover that."""

from __future__ import annotations

import httpx2  # noqa: F401 - see above
import openai  # noqa: F401 - see above
