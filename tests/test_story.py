"""The story of a call: a recording through the real pipeline; the golden is its event list."""

from __future__ import annotations

from pathlib import Path

from app.core import paths
from app.core.events import Answer, Event, Passages, Question, Transcript
from app.core.settings import Settings
from app.core.trace import broken_rules
from app.parts import Plan
from app.session_opening import open_session
from app.store.sessions import read_session

GOLDEN = [
    "them says something",
    "me says something",
    "them asks (technical): How do you roll back a release",
    "shown: runbooks/deploys.md > Deploys > Rollback",
    "offline answers, complete, citing 1",
    "me says something",
    "them asks (factual): I was wondering what the enterprise plan costs",
    "shown: product/pricing.md > Pricing > Plans",
    "offline answers, complete, citing 1",
    "me says something",
    "them asks (technical): Walk me through what happens when an incident is declared",
    "shown: runbooks/incidents.md > Incidents > Roles",
    "offline answers, complete, citing 1",
    "me says something",
    "them asks (factual): How many parking spaces does your office have",
    "not in the notes",
    "offline answers, complete",
    "me says something",
    "them says something",
]


def told(events: list[Event]) -> list[str]:
    """The events as short sentences, without times and exact small talk."""
    asked = {event.asked_at for event in events if isinstance(event, Question)}
    story = []
    for event in events:
        match event:
            case Transcript(final=True) if event.ended not in asked:
                story.append(f"{event.channel} says something")
            case Question():
                story.append(f"{event.channel} asks ({event.kind}): {event.text.rstrip('.,?')}")
            case Passages(covered=True):
                best = event.passages[0]
                story.append(f"shown: {best.note} > {best.heading}")
            case Passages():
                story.append("not in the notes")
            case Answer():
                cited = ", citing 1" if 1 in event.citations else ""
                story.append(f"{event.provider} answers, {event.ended}{cited}")
    return story


async def test_the_demo_call_from_sound_to_recorded_answer(private_home: Path) -> None:
    events: list[Event] = []
    plan = Plan(
        Settings(),
        sinks=(events.append,),
        recording=paths.shipped("assets") / "demo" / "call.wav",
        speed=2.0,
        knowledge=paths.shipped("knowledge"),
    )
    async with open_session(plan) as session:
        await session.pipeline.start()
        await session.pipeline.finished()
    assert told(events) == GOLDEN
    assert broken_rules(events) == []

    (file,) = (private_home / "sessions").glob("*.gpcast")
    recorded = read_session(file)
    assert told(list(recorded.events)) == GOLDEN
    assert recorded.bad_lines == ()
    assert recorded.ended == "closed"
