"""What the walk tries out is what the desk can try."""

from __future__ import annotations

from app.desks.first_look import FirstLookDesk
from app.ui.first_run_source import FirstLook


async def test_the_desk_is_such_a_source() -> None:
    look: FirstLook = FirstLookDesk()
    assert look
