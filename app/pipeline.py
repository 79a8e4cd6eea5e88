"""The story of one utterance: sound to words to question to passages to a streamed answer.

Read it top to bottom. `Pipeline` only connects: it knows the contracts of the rooms, never
the parts behind them, and every event leaves through `Outlets`, where it gets its time.
Sound becomes words in `ears.py`, a question becomes an answer in `answering.py`.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections import deque
from collections.abc import Callable, Collection, Sequence

from app.answering import Answering
from app.asr.base import AsrEngine, Heard
from app.audio.base import AudioBackend
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import (
    AudioChunk,
    Channel,
    Event,
    Info,
    Level,
    Question,
    Sink,
    Speech,
    Status,
    Transcript,
)
from app.core.outlets import Outlets
from app.core.tasks import spawn
from app.ears import Ears
from app.llm.base import TALK_WINDOW, Follow, Narrator, Wish
from app.questions.echo import EchoGuard
from app.questions.listener import Listener
from app.retrieval.base import Retriever

ABOUT_THE_SCREEN = "What is on this screen?"
"""What a screenshot asks when nothing was said."""


class Pipeline:
    """One live session: sound in, events out to every sink, questions also by hand.

    ``keep`` gets every chunk of sound when the user wants it kept.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        audio: AudioBackend,
        engine: AsrEngine,
        listener: Listener,
        retriever: Retriever,
        narrator: Narrator,
        sinks: Sequence[Sink],
        keep: Callable[[AudioChunk], None] | None = None,
        channels: Collection[Channel] = ("them", "me"),
        passages: Callable[[], int] = lambda: 4,
        recording: bool = False,
    ) -> None:
        self._clock = clock
        self._listener = listener
        self._narrator = narrator
        self._emit = Outlets(clock, sinks).emit
        self.recording = recording
        self._echo = EchoGuard()
        self._talk: deque[Transcript] = deque(maxlen=TALK_WINDOW)
        self._captured: float | None = None
        """Since when a long question is collected."""
        self._opening = asyncio.Lock()
        self._ears = Ears(
            audio,
            engine,
            tuple(channels),
            hear=self._hear,
            emit=self._emit,
            changed=self._changed,
            keep=keep,
        )
        self._answering = Answering(
            clock,
            retriever,
            narrator,
            emit=self._emit,
            talk=self._said_before,
            top=passages,
            changed=self._changed,
        )

    # --- One utterance, hop by hop --------------------------------------------------------

    async def _hear(self, heard: Heard) -> None:
        """Pass on what the ears heard, and notice questions in it."""
        if isinstance(heard, Speech):
            self._echo.hear_voice(heard)
        if isinstance(heard, Transcript) and await self._echo.repeats(heard):
            return
        self._emit(heard)
        if isinstance(heard, Speech) and heard.speaking and heard.channel == "them":
            spawn(self._narrator.warm(), name="warm")
        if not isinstance(heard, Transcript):
            return
        question = self._listener.hear(heard)
        if question is not None:
            self.ask(question)
        if heard.final:
            self._talk.append(heard)

    def ask(
        self, question: Question, image: bytes | None = None, follow: Follow | None = None
    ) -> None:
        """Answer this question now; the latest question wins over the answer in flight."""
        self._answering.ask(question, image, follow)
        self.tell_status()

    def _said_before(self, at: float) -> tuple[Transcript, ...]:
        """The recent talk up to a session time, for an answer to look back on."""
        return tuple(said for said in self._talk if said.ended < at)

    def report(self, event: Event) -> None:
        """Pass on news of a part that has no channel of its own, on the loop's thread."""
        self._emit(event)

    # --- What the user does ---------------------------------------------------------------

    def ask_typed(self, text: str, image: bytes | None = None) -> None:
        """Answer a question the user typed; an empty text asks nothing."""
        question = self._listener.ask_typed(text, self._clock.now())
        if question is not None:
            self.ask(question, image)

    def ask_now(self, image: bytes | None = None) -> None:
        """Take what was said lately as a question, or else the picture itself."""
        question = self._listener.ask_now(now=self._clock.now())
        if question is None and image is not None:
            question = self._listener.ask_typed(ABOUT_THE_SCREEN, self._clock.now())
        if question is None:
            self._emit(Info("questions", note="Nothing was said lately. Type the question."))
        else:
            self.ask(question, image)

    def capture(self, on: bool) -> None:
        """Collect a long question from now on and notice none meanwhile; off: ask it.

        What is being said when it begins and when it ends belongs to it as a whole.
        """
        if on == (self._captured is not None):
            return
        if on and not self.listening:
            self._emit(Info("questions", note="Listening is paused. Resume it first."))
        elif on:
            self._collect_since(self._clock.now())
            self.tell_status()
        else:
            spawn(self._ask_captured(), name="capture")

    async def _ask_captured(self) -> None:
        """Let the recognisers finish what has been said, then ask about all of it."""
        ended = self._clock.now()
        await self._ears.last_words()
        started = self._captured
        self._collect_since(None)
        if started is None:
            return
        question = self._listener.ask_between(started, ended)
        if question is not None:
            self.ask(question)
            return
        self._emit(Info("questions", note="Nothing was said meanwhile."))
        self.tell_status()

    def _collect_since(self, at: float | None) -> None:
        self._captured, self._listener.holding = at, at is not None

    def follow(self, wish: Wish) -> None:
        """Go on from the last answer as a new turn: continue, retry, shorter or more."""
        turn = self._answering.turn
        if turn is None:
            return
        self._answering.end("stopped")
        question = self._listener.ask_typed(turn.question.text, self._clock.now())
        if question is not None:
            follow = Follow(wish, turn.text, turn.working[0])
            question = dataclasses.replace(question, kind=turn.question.kind)
            self.ask(question, turn.image, follow)

    def stop_answer(self) -> None:
        """End the answer in flight; its text stays."""
        self._answering.end("stopped")

    # --- Status ---------------------------------------------------------------------------

    def tell_status(self, note: str = "", level: Level | None = None) -> None:
        """Say what the session is doing now."""
        self._emit(Status(level or self._doing(), self.recording, note))

    def _doing(self) -> Level:
        if self._captured is not None:
            return "capturing"
        if self._answering.busy:
            return "answering"
        if not self.listening:
            return "paused"
        return "problem" if self._ears.deaf else "listening"

    def _changed(self) -> None:
        """An answer is over, or the ears fell deaf or hear again."""
        if self.listening:
            self.tell_status()

    # --- Life -----------------------------------------------------------------------------

    @property
    def listening(self) -> bool:
        """Whether the devices are meant to be open."""
        return self._ears.open

    async def start(self) -> None:
        """Open the devices, also after `pause`; raises `GhostPilotError` if that is impossible."""
        async with self._opening:
            if self.listening:
                return
            try:
                await self._ears.listen()
            except GhostPilotError:
                self._collect_since(None)
                raise
        self.tell_status()

    async def pause(self) -> None:
        """Close the devices; what was already heard is still recognised and answered."""
        await self._close_ears()
        self.tell_status(level="paused")

    async def exchange(
        self,
        audio: AudioBackend,
        engine: AsrEngine,
        retriever: Retriever,
        channels: Sequence[Channel],
    ) -> None:
        """Go on with other parts; where they change, the ears close, but talk and turns stay."""
        self._answering.retriever = retriever
        if not self._ears.uses(audio, engine, channels):
            await self._close_ears()
            self._ears.use(audio, engine, channels)

    async def finished(self) -> None:
        """Wait until a source that has an end is over and its last question is answered."""
        await self._ears.ended()
        await self._close_ears()
        await self.answered()

    async def answered(self) -> None:
        """Wait until no answer is in flight."""
        await self._answering.finished()

    async def aclose(self) -> None:
        """Stop the answer in flight, give up what is half heard and close the devices."""
        self._answering.end("stopped")
        await self._close_ears(finish=False)
        await self._answering.aclose()  # also of a question that was heard meanwhile

    async def _close_ears(self, *, finish: bool = True) -> None:
        """Close the ears and drop a capture; ``finish`` what was already heard."""
        async with self._opening:
            if self.listening:
                self._collect_since(None)
                await self._ears.close(finish=finish)
