"""What takes time of our own before a question is sent: the screenshot and the library."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from app.core.errors import GhostPilotError
from app.core.events import Info
from app.llm.base import Model, Narration
from app.llm.image import shrink
from app.llm.turn import Turn


async def get_ready(turn: Turn, model: Model) -> AsyncGenerator[Narration, None]:
    """Scale the screenshot and load the model's library, on nobody's time but ours.

    A screenshot that cannot be sent is told and left out; a library that does not load
    ends the turn.
    """
    turn.pause()
    if turn.request.image is not None:
        try:
            turn.picture = await shrink(turn.request.image)
            if turn.concealer.active:
                yield Info("conceal", note="the screenshot itself is sent as it is")
        except GhostPilotError as error:
            yield error.problem("llm", sticky=False)
    try:
        await model.ready()
    except GhostPilotError as error:
        turn.blame.skipped("", error.problem("llm"), "not installed")
        turn.over = True
    turn.resume()
