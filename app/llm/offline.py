"""The narrator that asks no model: it answers with the best passages and says so.

Nothing leaves the machine here, so nothing is hidden: `conceal` is for what is sent, and a
user who looks into their own notes wants to see the number that stands in them.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncGenerator

from app.core.events import Answer, AnswerDelta, Passage, Timing
from app.llm.base import Narration, Request
from app.llm.prompt import NOT_COVERED

MOST_PASSAGES = 3
LONGEST_FIRST = 600
"""Characters shown of the best passage."""
LONGEST_OTHER = 240
NO_MODEL = "No model was asked: these are your own notes."
NO_ANSWER = "No model answered: these are your own notes."
_HEADING = re.compile(r"^#{1,6}\s.*$", re.MULTILINE)
_FACT = re.compile(r"(?:[\w-]+ ){0,2}[\w-]+ ?:(?: |$)")
"""How a line begins of what stands above a note's text, such as ``owner: Maya``."""
_FOR_FINDING = ("tags", "tag", "aliases", "alias", "keywords", "cssclass", "cssclasses", "id")
"""What is written there for programs, not for readers."""
_WORDS = re.compile(r"\S*\s*")


class OfflineNarrator:
    """Answers from the passages alone; needs no network, no key and no time."""

    def __init__(self, note: str = NO_MODEL, *, waited_ms: float = 0.0) -> None:
        self._note = note
        self._waited_ms = waited_ms
        """What was lost on others before the notes were asked."""

    async def stream(self, request: Request) -> AsyncGenerator[Narration, None]:
        """The answer word by word, then one `Answer` by ``offline``."""
        started = time.perf_counter() - self._waited_ms / 1000
        question = request.question.id
        text, citations = compose(request, self._note)
        first_ms = None
        for word in _WORDS.findall(text):
            if not word:
                continue
            if first_ms is None:
                first_ms = (time.perf_counter() - started) * 1000
            yield AnswerDelta(question, word)
            await asyncio.sleep(0)
        total_ms = (time.perf_counter() - started) * 1000
        timing = Timing(first_ms, total_ms)
        yield Answer(question, text, "offline", None, "complete", timing, citations)

    async def warm(self) -> None:
        """Nothing to get ready."""

    async def aclose(self) -> None:
        """Nothing to release."""


def compose(request: Request, note: str = NO_MODEL) -> tuple[str, tuple[int, ...]]:
    """The answer as markdown, and the passages it cites, counted from 1."""
    parts = {}
    if request.passages.covered:
        for number, passage in enumerate(request.passages.passages[:MOST_PASSAGES], 1):
            words = excerpt(passage, LONGEST_FIRST if number == 1 else LONGEST_OTHER)
            if words:
                parts[number] = f"**{_title(passage)}** [{number}]\n\n{words}"
    if not parts:
        return f"{NOT_COVERED}\n\n*{note.partition(':')[0]}.*", ()
    return "\n\n".join([*parts.values(), f"*{note}*"]), tuple(parts)


def _title(passage: Passage) -> str:
    return passage.heading or passage.note


def excerpt(passage: Passage, longest: int) -> str:
    """The passage without its heading lines, cut at the end of a line or sentence.

    Of what stands above a note's text come the facts, in one line; empty where there are none.
    """
    text = _HEADING.sub("", passage.text).strip()
    if not passage.heading and (facts := _facts(text)) is not None:
        text = facts
    if len(text) <= longest:
        return text
    cut = text[:longest]
    ends = [cut.rfind(end) for end in ("\n", ". ", "! ", "? ")]
    best = max(ends)
    cut = cut[: best + 1] if best > longest // 3 else cut[: cut.rfind(" ")]
    cut = cut.rstrip()
    return (cut + "\n```" if cut.count("```") % 2 else cut) + " …"


def _facts(text: str) -> str | None:
    """The facts of a note's front matter for a reader; None for any other text."""
    facts: list[str] = []
    for line in text.split("\n"):
        if line.startswith((" ", "-")) and facts:
            value = line.strip().removeprefix("-").strip()
            facts[-1] += f" {value}" if facts[-1].endswith(":") else f", {value}"
        elif _FACT.match(line):
            facts.append(line.strip())
        else:
            return None
    told = [one for one in facts if one.partition(":")[0].strip().lower() not in _FOR_FINDING]
    return " \u00b7 ".join(one for one in told if not one.endswith(":"))
