"""What every source of a window asks of the desk behind it: the same calls, to be awaited."""

from __future__ import annotations

import inspect


def assert_offers(desk: type, source: type) -> None:
    """Every call of a source is a coroutine of its desk, with the same arguments."""
    wanted = [name for name in vars(source) if not name.startswith("_")]
    assert wanted
    for name in wanted:
        assert inspect.iscoroutinefunction(getattr(desk, name)), name
        ours, theirs = (inspect.signature(getattr(one, name)) for one in (source, desk))
        assert list(ours.parameters) == list(theirs.parameters), name
