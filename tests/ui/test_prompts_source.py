"""The desk offers what the prompts tab asks for."""

from __future__ import annotations

import inspect

from app.desks.prompts import PromptDesk
from app.ui.prompts_source import Prompts


def test_the_desk_has_every_call_of_the_source() -> None:
    for name, wanted in inspect.getmembers(Prompts, inspect.isfunction):
        if not name.startswith("_"):
            offered = getattr(PromptDesk, name)
            assert inspect.iscoroutinefunction(offered)
            assert list(inspect.signature(offered).parameters) == list(
                inspect.signature(wanted).parameters
            )
