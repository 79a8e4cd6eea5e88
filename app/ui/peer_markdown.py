"""The usual way to show a streamed answer, for comparison: all of it set anew at every update.

    python -m app.ui.peer_markdown

Prints what one update costs at 10,000 tokens, as `app.ui.measure` does for the overlay.
"""

from __future__ import annotations

import json
import time

from PyQt6.QtWidgets import QTextBrowser

from app.ui.loop import make_loop
from app.ui.measure import answer_of

STEP = 33 * 5
"""Characters between two updates: 1,000 tokens a second, drawn at 30 a second."""
LATE = 40
"""Updates that count: the last ones, where the answer is long."""


def update_ms() -> list[float]:
    """The cost of each of the last updates, in milliseconds."""
    view = QTextBrowser()
    view.resize(560, 600)
    view.show()
    text, costs = answer_of(10_000), []
    ends = list(range(STEP, len(text), STEP))[-LATE:]
    for end in ends:
        begun = time.perf_counter()
        view.setMarkdown(text[:end])
        costs.append((time.perf_counter() - begun) * 1000)
    view.close()
    return costs


def main() -> None:
    """Measure in a program of its own."""
    with make_loop():
        costs = sorted(update_ms())
    print(json.dumps({"update_p50_ms": costs[len(costs) // 2], "update_max_ms": costs[-1]}))


if __name__ == "__main__":
    main()
