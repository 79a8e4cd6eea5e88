"""Asks the questions of a recorded session again, into a session of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Event, Problem
from app.core.tasks import cancel
from app.desks.session_files import SessionFiles
from app.desks.wishes import notes_of, prompt_with, settings_with
from app.narration import narrator_of
from app.parts import Plan, open_notes
from app.rerun import ask_again, open_rerun, questions_of
from app.ui.sessions_source import Wish

PATIENCE_S = 3.0
"""How long the end of the program waits for the turn of a re-run."""


class Reruns:
    """The re-runs under way; `aclose` ends them between two turns."""

    def __init__(self, plan: Plan, files: SessionFiles) -> None:
        self._plan = plan
        self._files = files
        self._closing = False
        self._running: set[asyncio.Task[object]] = set()

    async def aclose(self) -> None:
        """Let each finish the turn in flight, within `PATIENCE_S`."""
        self._closing = True
        if self._running:
            await asyncio.wait(self._running, timeout=PATIENCE_S)
        for task in list(self._running):
            await cancel(task)

    async def ask_again(
        self,
        name: str,
        wish: Wish,
        progress: Callable[[int, int], None],
        stopping: Callable[[], bool],
    ) -> str:
        """Ask with the settings of the moment, as the wish changes them; the new session's name.

        The new session is linked to the old one. When it is stopped, or fails, it is closed
        as cancelled.
        """
        session = await self._files.read(name, pieces=False)
        if not questions_of(session):
            raise GhostPilotError(f"{name} has no question to ask again")
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        plan, clock = self._plan, Clock()
        settings = settings_with(plan.settings, wish)
        knowledge = await asyncio.to_thread(notes_of, wish, plan.knowledge)
        async with (
            open_notes(settings, knowledge) as notes,
            narrator_of(
                plan, lambda: settings_with(plan.settings, wish), await prompt_with(wish)
            ) as narrator,
        ):
            troubles: list[Event] = []
            recorder = await asyncio.to_thread(
                open_rerun,
                session,
                self._files.folder,
                settings=settings,
                clock=clock,
                redactor=plan.redactor,
                on_event=troubles.append,
            )
            whole = False
            try:
                done = await ask_again(
                    session,
                    retriever=notes,
                    narrator=narrator,
                    emit=recorder.put,
                    clock=clock,
                    passages=settings.notes.passages,
                    mode=settings.answers.mode,
                    stopping=lambda: self._closing or stopping(),
                    progress=progress,
                )
                whole = done == len(questions_of(session))
            finally:
                await asyncio.to_thread(recorder.close, "closed" if whole else "cancelled")
        for trouble in troubles:
            if isinstance(trouble, Problem):
                raise GhostPilotError.of(trouble)
        return recorder.path.name
