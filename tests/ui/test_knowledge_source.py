"""The desk offers what the knowledge tab asks for."""

from __future__ import annotations

import inspect

from app.desks.knowledge import KnowledgeDesk
from app.ui.knowledge_source import Knowledge


def test_the_desk_has_every_call_of_the_source() -> None:
    for name, wanted in inspect.getmembers(Knowledge, inspect.isfunction):
        if not name.startswith("_"):
            offered = getattr(KnowledgeDesk, name)
            assert inspect.iscoroutinefunction(offered)
            assert list(inspect.signature(offered).parameters) == list(
                inspect.signature(wanted).parameters
            )
