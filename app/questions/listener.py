"""Follows the talk and says when a question has been asked, anew or in a revised form."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

from app.core.events import Channel, Question, Transcript
from app.core.sections import Questions
from app.questions.detector import Judgement, is_filler, judge
from app.questions.duplicates import same_question
from app.questions.kinds import kind_of
from app.questions.not_asked import gives_reason

RESUMES_S = 1.5
"""A pause within which the same speaker goes on with the same thought."""
FORGETS_S = 60.0
"""For how long the same question is not asked twice."""
REMEMBERS_S = 300.0
"""For how long talk can be asked about afterwards."""
LONGEST_TURN = 60
"""Words beyond which what follows no longer revises a question."""


@dataclass(slots=True)
class _Asked:
    """The latest question noticed on a channel, which speech may still revise."""

    question: Question
    ended: float


class Listener:
    """Turns final transcripts into questions. It knows no clock: times come with the words.

    ``settings`` tells the settings of the moment: whether every question is answered, whatever
    is said before a pause, or only what is asked for.
    """

    def __init__(self, settings: Callable[[], Questions] = Questions) -> None:
        self._settings = settings
        self.holding = False
        """While it is set no question is noticed: the user collects a long one."""
        self._numbers = count(1)
        self._talk: deque[Transcript] = deque()
        self._partial: dict[Channel, Transcript] = {}
        self._asked: dict[Channel, _Asked] = {}
        self._recent: deque[Question] = deque()

    def hear(self, transcript: Transcript) -> Question | None:
        """Take what was said; the question it asks or revises, if any."""
        if not transcript.final:
            self._partial[transcript.channel] = transcript
            return None
        self._partial.pop(transcript.channel, None)
        if any(said.utterance == transcript.utterance for said in self._talk):
            return None
        before = self._just_before(transcript)
        self._remember(transcript)
        chosen = self._settings()
        if self.holding or chosen.mode == "tap":
            return None
        if transcript.channel == "me" and not chosen.me_asks:
            return None
        revised = self._revise(transcript)
        if revised is not None or self._still_open(transcript):
            return revised
        if chosen.mode == "pause":
            return self._ask_anything(transcript)
        return self._ask(transcript, before)

    def ask_now(self, seconds: float = 0, *, now: float | None = None) -> Question | None:
        """Ask about the last seconds of talk, whatever was said; None if nothing was.

        Without ``seconds`` it is as many as the settings say.

        ``now`` is the session time of the request; without it, the end of the last words.
        """
        if now is None:
            heard = [*self._talk, *self._partial.values()]
            now = max((said.ended for said in heard), default=0.0)
        return self.ask_between(now - (seconds or self._settings().ask_seconds), now)

    def ask_between(self, started: float, ended: float) -> Question | None:
        """Ask about the talk of a span of session seconds: hold to capture, release to ask.

        The other side's words count; the user's own only where the other side said nothing.
        """
        heard = [*self._talk, *sorted(self._partial.values(), key=lambda said: said.ended)]
        span = [said for said in heard if said.ended > started and said.started < ended]
        them = [said for said in span if said.channel == "them"]
        used = them or span
        if not used:
            return None
        text = " ".join(said.text.strip() for said in used)
        judgement = judge(text)
        asked = judgement.text if judgement.question else text
        channel = used[-1].channel
        self._asked.pop(channel, None)  # what is said next must not bring an older one back
        return self._new(asked, judgement, channel, used[-1].ended)

    def ask_typed(self, text: str, at: float) -> Question | None:
        """Ask what the user typed, as it stands; None for an empty text."""
        text = " ".join(text.split())
        if not text:
            return None
        return self._new(text, judge(text), "me", at)

    def _ask(self, transcript: Transcript, before: Transcript | None) -> Question | None:
        judgement = judge(transcript.text, before.text if before else "")
        if before is not None and not is_filler(before.text):
            joined = f"{before.text.rstrip()} {transcript.text}"
            unfinished = not before.text.rstrip().endswith((".", "?", "!"))
            short = len(transcript.text.split()) <= 3
            if not judgement.question and unfinished:
                judgement = judge(joined)
            elif judgement.question and (unfinished or short):
                judgement = replace(judgement, text=joined, kind=kind_of(joined))
        if not judgement.question or self._asked_before(judgement.text, transcript.ended):
            return None
        return self._open(
            self._new(judgement.text, judgement, transcript.channel, transcript.ended)
        )

    def _ask_anything(self, transcript: Transcript) -> Question | None:
        """Mode ``pause``: everything of substance counts."""
        if len(transcript.text.split()) < 2 or is_filler(transcript.text):
            return None
        if self._asked_before(transcript.text, transcript.ended):
            return None
        judgement = judge(transcript.text)
        text = judgement.text or transcript.text
        return self._open(self._new(text, judgement, transcript.channel, transcript.ended))

    def _still_open(self, transcript: Transcript) -> bool:
        """Whether the words go on with the question just asked rather than begin another."""
        asked = self._asked.get(transcript.channel)
        if asked is None or transcript.started - asked.ended > RESUMES_S:
            return False
        return len(asked.question.text.split()) < LONGEST_TURN

    def _revise(self, transcript: Transcript) -> Question | None:
        asked = self._asked.get(transcript.channel)
        if asked is None or not self._still_open(transcript):
            return None
        asked.ended = transcript.ended
        if is_filler(transcript.text) or gives_reason(transcript.text.lower()):
            return None
        if same_question(asked.question.text, transcript.text):
            return None
        text = f"{asked.question.text.rstrip()} {transcript.text.strip()}"
        asked.question = replace(
            asked.question,
            revision=asked.question.revision + 1,
            text=text,
            kind=judge(text).kind,
            asked_at=transcript.ended,
        )
        self._recent.append(asked.question)
        return asked.question

    def _open(self, question: Question) -> Question:
        self._asked[question.channel] = _Asked(question, question.asked_at)
        return question

    def _new(self, text: str, judgement: Judgement, channel: Channel, at: float) -> Question:
        question = Question(f"q{next(self._numbers)}", 0, text, judgement.kind, channel, at)
        self._recent.append(question)
        return question

    def _asked_before(self, text: str, now: float) -> bool:
        while self._recent and now - self._recent[0].asked_at > FORGETS_S:
            self._recent.popleft()
        return any(same_question(text, recent.text) for recent in self._recent)

    def _just_before(self, transcript: Transcript) -> Transcript | None:
        """What the same speaker said last, if the pause was short."""
        for said in reversed(self._talk):
            if said.channel == transcript.channel:
                return said if transcript.started - said.ended <= RESUMES_S else None
        return None

    def _remember(self, transcript: Transcript) -> None:
        self._talk.append(transcript)
        while transcript.ended - self._talk[0].ended > REMEMBERS_S:
            self._talk.popleft()
