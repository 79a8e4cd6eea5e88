"""The states of the overlay that make_screenshots.py draws, and what is said there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.overlay import Overlay

STATES = ("idle", "captions", "passages", "streaming", "answered", "uncovered", "warning",
          "compact", "only-captions", "teleprompter", "consent", "typing", "keys")  # fmt: skip

ANSWER = """**Roll back first, find the cause after.** Run `railctl rollback tracking-api`; \
it takes about ninety seconds [1].

1. Announce it in `#deploys` and name the build.
2. Roll back, then watch the error rate.
   - Above 1 % after five minutes: page the on-call.
   - Else close the incident.

```python
def rollback(service: str, to: str = "previous") -> None:
    run(["railctl", "rollback", service, "--to", to])  # images are cached
```

| Step | Who | Time |
|:-----|:----|-----:|
| Announce | author | 1 min |
| Roll back | on-call | 90 s |
"""
NOTE = """# Quarterly review

We moved **41 million parcels** this quarter, eight per cent more than in the last one.

The tracking API answered 99.97 % of requests within its limit. The one bad day was the
12th, when a deploy doubled the error rate for eleven minutes.

- What went well: the Kafka migration finished two weeks early.
- What did not: the on-call rota was short of one person for a month.

Next quarter we retire the old importer and open the API to partners.
"""


def enter(overlay: Overlay, state: str) -> None:
    """Send the overlay the events that bring it into a state."""
    from app.core import events as e
    from app.ui.consent_source import ConsentFacts

    why = e.Why(1, 1, ("rollback",))

    def passage(note: str, heading: str, text: str = "") -> e.Passage:
        return e.Passage(note, text, note, heading, f"/notes/{note}", 1, 0.03, why)

    deploys = passage(
        "runbooks/deploys.md", "Deploys > Rollback",
        "Run railctl rollback with the service's name. The rollback takes about ninety seconds, "
        "because the images stay cached on the nodes. Announce it first.",
    )  # fmt: skip
    others = (
        passage("runbooks/incidents.md", "Incidents > First five minutes"),
        passage("projects/tracking-api.md", "Tracking API > Releases"),
        passage("projects/kafka-migration.md", "Kafka migration > Lessons"),
    )
    said = "Say a deploy goes wrong on a Friday afternoon. How would you roll it back?"
    heard: list[e.Event] = [
        e.Status("listening", recording=True),
        e.Transcript("u1", "me", "Sure, happy to walk you through it.", 0, 1, True),
        e.Transcript("u2", "them", said, 1, 3, state != "captions"),
    ]
    question = e.Question("q", 0, "How would you roll back a deploy?", "technical", "them", 3)
    found = e.Passages("q", True, 3.1, (deploys, *others))
    busy = e.Status("answering", recording=True)
    asked = e.Attempt("q", "local", "qwen3-4b", "started", 0)
    timing, usage = e.Timing(412, 2310), e.Usage(900, 183)
    done = e.Answer("q", ANSWER, "local", "qwen3-4b", "complete", timing, (1,), usage)
    answered = [*heard, question, found, e.AnswerDelta("q", ANSWER), done]
    events: dict[str, list[e.Event]] = {
        "idle": [],
        "captions": heard,
        "only-captions": heard,
        "passages": [*heard, busy, question, found],
        "streaming": [*heard, busy, question, found, asked, e.AnswerDelta("q", ANSWER[:210])],
        "uncovered": [
            *heard[:2],
            e.Transcript("u3", "them", "And what is your parental leave policy?", 4, 5, True),
            e.Question("q", 0, "What is your parental leave policy?", "factual", "them", 5),
            e.Passages("q", False, 2.0, others[:2]),
            e.Answer("q", "Your notes do not cover this.", "offline", None, "complete",
                     e.Timing(12, 20)),
        ],
        "warning": [*answered, e.Problem(
            "audio.me", "The microphone has gone silent", "No sound for 30 seconds from Headset.",
            "Check that it is not muted.", sticky=True)],
        "teleprompter": heard[:1],
        "consent": [],
    }  # fmt: skip
    for event in events.get(state, answered):
        overlay.show_event(event)
    overlay.flush()
    if state == "compact":
        overlay.set_mode("compact")
    elif state == "only-captions":
        overlay.set_mode("captions")
    elif state == "teleprompter":
        overlay.show_note("meetings/quarterly-review.md", NOTE)
    elif state == "consent":
        overlay.show_consent(
            ConsentFacts("~/.local/share/GhostPilot/sessions", recorded=True, sound_kept=False,
                         sealed=False, keep_days=30)
        )  # fmt: skip
    elif state == "keys":
        overlay.take_keyboard()
    elif state == "typing":
        overlay.open_ask_line()
        overlay._content.ask_line.setText("Who may approve a rollback?")
