"""Plays the demo call to the whole program, overlay included, and tells when what was painted.

    python -m app.bench.whole_path_run PORT file|pulse

A process of its own, as a user's program is. Answers come from the provider at PORT, which
lets 400 ms pass before its first word. Prints one JSON object: a row for each question.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import replace
from pathlib import Path

from app.bench.null_sound import playing
from app.commands.verdict import NEAR_S, read_expected
from app.core import paths, settings
from app.core.events import Answer, AnswerDelta, Event, Passages, Question
from app.parts import Plan
from app.session import LiveSession
from app.session_opening import open_session

AFTER_S = 3.0
"""How long the last answer may take after the end of the recording."""


class Turns:
    """When each step of each question was emitted and painted, in session seconds."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, object]] = {}
        self.session: LiveSession | None = None

    def emitted(self, event: Event) -> None:
        """A sink of the pipeline."""
        if isinstance(event, Question):
            row: dict[str, object] = {"text": event.text, "asked_at": event.asked_at}
            self.rows[event.id] = row | {"question": event.emitted}
        elif isinstance(event, Passages):
            self._keep(event.question, "passages", event.emitted)
        elif isinstance(event, AnswerDelta):
            self._keep(event.question, "first_token", event.emitted)
        elif isinstance(event, Answer):
            self._keep(event.question, "answer", event.emitted)

    def painted(self, event: Event) -> None:
        """Told by the overlay."""
        if self.session is None:
            return  # news of loading, before there is a clock
        now = self.session.clock.now()
        if isinstance(event, Question):
            self._keep(event.id, "question_painted", now)
        elif isinstance(event, Passages):
            self._keep(event.question, "passages_painted", now)
        elif isinstance(event, AnswerDelta):
            self._keep(event.question, "first_token_painted", now)

    def _keep(self, question: str, step: str, at: float) -> None:
        self.rows.get(question, {}).setdefault(step, at)


def plan_for(port: int, source: str, recording: Path, turns: Turns) -> Plan:
    """The shipped notes, one provider on this machine, sound from a file or the sound server."""
    provider = settings.Provider("local", f"http://127.0.0.1:{port}/after400/v1", "m")
    chosen = settings.Settings(providers=(provider,))
    if source == "pulse":
        chosen = replace(chosen, audio=replace(chosen.audio, backend="pulse"))
    return Plan(
        chosen,
        sinks=(turns.emitted,),
        recording=recording if source == "file" else None,
        knowledge=paths.shipped("knowledge"),
    )


async def play(port: int, source: str) -> list[dict[str, object]]:
    """Run the call from its first sound to its last answer."""
    from app.ui.paint_watch import WatchedOverlay

    recording = paths.shipped("assets") / "demo" / "call.wav"
    turns = Turns()
    plan = plan_for(port, source, recording, turns)
    overlay = WatchedOverlay(
        plan.settings.overlay, on_problem=lambda problem: None, painted=turns.painted
    )
    overlay.show()
    plan.sinks = (overlay.show_event, *plan.sinks)
    begun = 0.0
    async with open_session(plan) as session:
        turns.session = session
        await session.pipeline.start()
        begun = session.clock.now()
        if source == "file":
            await session.pipeline.finished()
        else:
            with playing(recording) as players:
                for player in players:
                    await asyncio.to_thread(player.wait)
                await asyncio.sleep(AFTER_S)
            await session.pipeline.answered()
    overlay.close()
    rows = list(turns.rows.values())
    return with_truth(rows, recording, begun) if source == "file" else rows


def with_truth(
    rows: list[dict[str, object]], recording: Path, begun: float
) -> list[dict[str, object]]:
    """Each row with the moment its question really ended, as the recording's list has it."""
    ends = [item.ended + begun for item in read_expected(recording) if item.ended is not None]
    for row in rows:
        asked_at = row["asked_at"]
        assert isinstance(asked_at, float)
        near = [end for end in ends if abs(end - asked_at) <= NEAR_S]
        if near:
            row["speech_end"] = min(near, key=lambda end: abs(end - asked_at))
    return rows


def main() -> None:
    """Run on the loop the program has."""
    from app.ui.loop import make_loop

    port, source = int(sys.argv[1]), sys.argv[2]
    with make_loop() as loop:
        rows = loop.run_until_complete(play(port, source))
    print(json.dumps({"turns": rows}), flush=True)


if __name__ == "__main__":
    main()
