"""What the tests of narration share: a question, its notes, and a narrator over real sockets."""

from __future__ import annotations

import io
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field

from PIL import Image

from app.core.events import (
    Answer,
    AnswerDelta,
    Attempt,
    Egress,
    Event,
    Info,
    Passage,
    Passages,
    Problem,
    Question,
    Transcript,
    Why,
    stamped,
)
from app.core.prompt import PLAIN, Prompt
from app.core.redact import Redactor
from app.core.sections import Answers, Privacy
from app.core.settings import Provider, Settings
from app.core.trace import broken_rules
from app.llm.base import Narrator, Request
from app.llm.failover import FailoverNarrator
from app.llm.health import Health
from app.llm.openai_compat import OpenAICompatible

KEY = "sk-test-0123456789abcdef"
ROLLBACK = Passage(
    "p1",
    "To roll back, run `deployctl rollback tracking-api`.\nIt takes two minutes.",
    "runbooks/deploys.md",
    "Deploys > Rollback",
    "/notes/runbooks/deploys.md",
    12,
    0.9,
    Why(1, 1, ("roll", "back")),
)
CANARY = Passage(
    "p2",
    "Every deploy starts with a canary of five percent.",
    "runbooks/deploys.md",
    "Deploys > Canary",
    "/notes/runbooks/deploys.md",
    30,
    0.5,
    Why(2, 3),
)


def question(text: str = "How do you roll back a deploy?", name: str = "q1") -> Question:
    return Question(name, 0, text, "technical", "them", 0.0)


def request(
    text: str = "How do you roll back a deploy?",
    *,
    passages: Sequence[Passage] = (ROLLBACK, CANARY),
    covered: bool = True,
    talk: Sequence[Transcript] = (),
    **more: object,
) -> Request:
    asked = question(text)
    found = Passages(asked.id, covered, 1.0, tuple(passages))
    return Request(asked, found, tuple(talk), **more)  # type: ignore[arg-type] - by name


def said(text: str, channel: str = "them") -> Transcript:
    return Transcript("u", channel, text, 0.0, 1.0, True)  # type: ignore[arg-type] - literal


def png() -> bytes:
    """A screenshot that shows nothing."""
    out = io.BytesIO()
    Image.new("RGB", (640, 400), "teal").save(out, "PNG")
    return out.getvalue()


@dataclass(slots=True)
class Told:
    """Everything a narrator told about one question."""

    request: Request
    events: list[Event] = field(default_factory=list)
    took_s: float = 0.0

    def of(self, kind: type) -> list:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def answer(self) -> Answer:
        (answer,) = self.of(Answer)
        assert self.events[-1] is answer, "the answer must come last"
        return answer

    @property
    def text(self) -> str:
        return "".join(delta.text for delta in self.of(AnswerDelta))

    @property
    def problems(self) -> list[Problem]:
        return self.of(Problem)

    @property
    def infos(self) -> list[Info]:
        return self.of(Info)

    @property
    def attempts(self) -> list[tuple[str, str]]:
        return [(one.provider, one.outcome) for one in self.of(Attempt)]

    @property
    def egress(self) -> list[Egress]:
        return self.of(Egress)

    def check(self) -> None:
        """The rules of every trace."""
        story: list[Event] = [self.request.question, self.request.passages, *self.events]
        timed = [stamped(event, number / 1000) for number, event in enumerate(story, 1)]
        assert broken_rules(timed) == []


async def told_by(narrator: Narrator, asked: Request | None = None) -> Told:
    """Ask and collect everything; the rules of a trace are checked."""
    told = Told(asked or request())
    started = time.perf_counter()
    async with aclosing(narrator.stream(told.request)) as narration:
        async for event in narration:
            told.events.append(event)
    told.took_s = time.perf_counter() - started
    told.check()
    return told


def provider(name: str, base_url: str, **more: object) -> Provider:
    return Provider(name, base_url, "m", key_env=name, **more)  # type: ignore[arg-type] - by name


@asynccontextmanager
async def narrating(
    *providers: Provider,
    answers: Answers | None = None,
    privacy: Privacy | None = None,
    keys: dict[str, str | None] | None = None,
    prompt: Prompt = PLAIN,
    agreed: bool = True,
    health: Health | None = None,
    redactor: Redactor | None = None,
) -> AsyncIterator[FailoverNarrator]:
    """A narrator over these providers; each has a key of its own unless told otherwise."""
    settings = Settings(
        providers=providers, answers=answers or Answers(), privacy=privacy or Privacy()
    )
    known = keys if keys is not None else {one.name: f"{KEY}-{one.name}" for one in providers}

    async def key_for(one: Provider) -> str | None:
        return known.get(one.name)

    async def prompt_for(mode: str, kind: str) -> Prompt:
        return prompt

    async def consent(one: Provider, host: str) -> bool:
        return agreed

    narrator = FailoverNarrator(
        lambda: settings,
        OpenAICompatible(),
        key_for=key_for,
        prompt_for=prompt_for,
        consent=consent,
        health=health or Health(jitter=lambda: 0.0),
        redactor=redactor,
        jitter=lambda: 0.0,
    )
    try:
        yield narrator
    finally:
        await narrator.aclose()
