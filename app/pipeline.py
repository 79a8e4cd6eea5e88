"""The story of one utterance: sound to words to question to passages to a streamed answer.

Read it top to bottom. `Pipeline` only connects: it knows the contracts of the rooms, never
the parts behind them, and every event leaves through `Outlets`, where it gets its time.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections import deque
from collections.abc import Callable, Collection, Sequence
from contextlib import aclosing

from app.asr.base import AsrEngine, AsrSession
from app.audio.base import AudioBackend, Sound
from app.audio.faults import Faults
from app.core.clock import Clock
from app.core.errors import GhostPilotError, describe
from app.core.events import (
    Answer,
    AudioChunk,
    Channel,
    Ended,
    Event,
    Health,
    Info,
    Level,
    Passages,
    Problem,
    Question,
    Sink,
    Speech,
    Status,
    Timing,
    Transcript,
)
from app.core.inbox import Inbox
from app.core.outlets import Outlets
from app.core.tasks import cancel, spawn
from app.core.turn import Turn
from app.llm.base import Follow, Narrator, Request, Wish
from app.llm.visible import Citations
from app.questions.echo import EchoGuard
from app.questions.listener import Listener
from app.retrieval.base import Retriever

INBOX_CHUNKS = 256
"""Room for about five seconds of two channels in 40 ms chunks before the oldest is dropped."""
ABOUT_THE_SCREEN = "What is on this screen?"
"""What a screenshot asks when nothing was said."""
LAST_WORDS_S = 4.0
"""How long the end of a captured question waits for a slow recogniser."""
TALK_WINDOW = 40
"""How many final utterances a narrator may look back on."""


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
        self._audio = audio
        self._engine = engine
        self._listener = listener
        self._retriever = retriever
        self._narrator = narrator
        self._emit = Outlets(clock, sinks).emit
        self._keep = keep
        self._channels = tuple(channels)
        self._top = passages
        self.recording = recording
        self._echo = EchoGuard()
        self._faults = Faults()
        self._talk: deque[Transcript] = deque(maxlen=TALK_WINDOW)
        self._turn: Turn | None = None
        self._sessions: dict[Channel, AsrSession] = {}
        self._inbox: Inbox[Sound] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._ended: set[Channel] = set()
        self._all_ended = asyncio.Event()
        self._opening = asyncio.Lock()
        self._captured: float | None = None
        """Since when a long question is collected."""

    # --- Life -----------------------------------------------------------------------------

    @property
    def listening(self) -> bool:
        """Whether the devices are meant to be open."""
        return self._inbox is not None

    async def start(self) -> None:
        """Open the devices, also after `pause`; raises `GhostPilotError` if that is impossible."""
        async with self._opening:
            if self._inbox is not None:
                return
            self._sessions = {channel: self._engine.open(channel) for channel in self._channels}
            self._inbox, self._faults = Inbox(INBOX_CHUNKS), Faults()
            self._tasks = [spawn(self._hear(self._inbox), name="hear")]
            for channel, session in self._sessions.items():
                self._tasks.append(spawn(self._listen(session), name=f"listen-{channel}"))
            try:
                await self._audio.start(self._channels, self._inbox)
            except GhostPilotError:
                await self._close(self._inbox, finish=False)
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
        self._retriever = retriever
        if (audio, engine, channels) != (self._audio, self._engine, self._channels):
            await self._close_ears()
            self._ended.clear()
            self._audio, self._engine, self._channels = audio, engine, tuple(channels)

    async def finished(self) -> None:
        """Wait until a source that has an end is over and its last question is answered."""
        await self._all_ended.wait()
        await self._close_ears()
        await self.answered()

    async def answered(self) -> None:
        """Wait until no answer is in flight."""
        while self._turn is not None and not self._turn.over:
            assert self._turn.task is not None
            await asyncio.wait([self._turn.task])

    async def aclose(self) -> None:
        """Stop the answer in flight, give up what is half heard and close the devices."""
        self._end_turn("stopped")
        await self._close_ears(finish=False)
        self._end_turn("stopped")  # a question may have been heard meanwhile
        if self._turn is not None and self._turn.task is not None:
            await cancel(self._turn.task)

    async def _close_ears(self, *, finish: bool = True) -> None:
        """Close devices and recognisers in that order; ``finish`` what was already heard."""
        async with self._opening:
            if self._inbox is not None:
                await self._close(self._inbox, finish=finish)

    async def _close(self, inbox: Inbox[Sound], *, finish: bool) -> None:
        self._captured, self._listener.holding = None, False
        await self._audio.stop()
        inbox.close()
        hearing, *listening = self._tasks
        if finish:
            await asyncio.wait([hearing])
            for session in self._sessions.values():
                await session.flush()
        for session in self._sessions.values():
            await session.aclose()
        if finish:
            await asyncio.wait(listening)
        for task in self._tasks:
            await cancel(task)
        self._sessions, self._tasks, self._inbox = {}, [], None

    # --- One utterance, hop by hop --------------------------------------------------------

    async def _hear(self, inbox: Inbox[Sound]) -> None:
        """Take sound from the capture threads to the recogniser of its channel."""
        while (sound := await inbox.get()) is not None:
            if isinstance(sound, AudioChunk):
                session = self._sessions.get(sound.channel)
                if session is not None:
                    session.feed(sound)
                if self._keep is not None:
                    self._keep(sound)
            else:
                self._emit(sound)
                self._note_end(sound)
                deaf = self._faults.deaf(self._channels)
                problem = self._faults.take(sound)
                if problem is not None:
                    self._emit(problem)
                if deaf != self._faults.deaf(self._channels):
                    self.tell_status()

    def _note_end(self, health: Health) -> None:
        if health.state == "ended":
            self._ended.add(health.channel)
            if self._ended >= set(self._channels):
                self._all_ended.set()

    async def _listen(self, session: AsrSession) -> None:
        """Pass on what one channel's recogniser heard, and notice questions in it."""
        async for heard in session.events():
            if isinstance(heard, Speech):
                self._echo.hear_voice(heard)
            if isinstance(heard, Transcript) and await self._echo.repeats(heard):
                continue
            self._emit(heard)
            if isinstance(heard, Speech) and heard.speaking and heard.channel == "them":
                spawn(self._narrator.warm(), name="warm")
            if not isinstance(heard, Transcript):
                continue
            question = self._listener.hear(heard)
            if question is not None:
                self.ask(question)
            if heard.final:
                self._talk.append(heard)

    def report(self, event: Event) -> None:
        """Pass on news of a part that has no channel of its own, on the loop's thread."""
        self._emit(event)

    def ask(
        self, question: Question, image: bytes | None = None, follow: Follow | None = None
    ) -> None:
        """Answer this question now; the latest question wins over the answer in flight."""
        self._end_turn("superseded")
        self._emit(question)
        turn = Turn(question, begun=self._clock.now(), image=image)
        self._turn = turn
        turn.task = spawn(self._answer(turn, follow), name=f"answer-{question.id}")
        self.tell_status()

    async def _answer(self, turn: Turn, follow: Follow | None = None) -> None:
        """Show the passages, then stream the narrator's answer."""
        try:
            passages = await self._find(turn.question)
            self._emit(passages)
            turn.given = len(passages.passages)
            talk = tuple(t for t in self._talk if t.ended < turn.question.asked_at)
            request = Request(turn.question, passages, talk, turn.image, follow=follow)
            async with aclosing(self._narrator.stream(request)) as narration:
                async for event in narration:
                    if turn.over:
                        return
                    turn.count(event, self._clock.now())
                    self._emit(event)
        except Exception as error:  # a failing part must not end the session
            self._fail(turn, error)
        finally:
            if not turn.over:
                self._end_turn("failed")
            if turn is self._turn and self._inbox is not None:
                self.tell_status()

    async def _find(self, question: Question) -> Passages:
        """The passages; a failing search is a problem, and the answer goes on without them."""
        try:
            return await self._retriever.search(
                question.text, question=question.id, top=self._top()
            )
        except GhostPilotError as error:
            self._emit(error.problem("retrieval"))
            return Passages(question.id, covered=False, took_ms=0.0, passages=())

    # --- Turns ----------------------------------------------------------------------------

    def _end_turn(self, ended: Ended) -> None:
        """End the answer in flight with the text that was shown."""
        turn = self._turn
        if turn is None or turn.over:
            return
        turn.over = True
        now = self._clock.now()
        first = None
        if turn.first_token is not None:
            first = self._clock.real_ms(turn.first_token - turn.begun)
        timing = Timing(first, self._clock.real_ms(now - turn.begun))
        text = turn.text
        citations = Citations(turn.given)
        citations.feed(text)
        citations.finish()
        provider, model = turn.working
        answer = Answer(turn.question.id, text, provider, model, ended, timing, citations.valid)
        self._emit(answer)
        if turn.task is not None and ended != "failed":
            turn.task.cancel(ended)

    def _fail(self, turn: Turn, error: Exception) -> None:
        if isinstance(error, GhostPilotError):
            self._emit(error.problem("answer", question=turn.question.id))
            return
        self._emit(
            Problem(
                "answer",
                "The answer failed",
                describe(error),
                "Ask again; if it happens again, run the self-check.",
                question=turn.question.id,
            )
        )

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
        if on and self._inbox is None:
            self._emit(Info("questions", note="Listening is paused. Resume it first."))
        elif on:
            self._captured, self._listener.holding = self._clock.now(), True
            self.tell_status()
        else:
            spawn(self._ask_captured(), name="capture")

    async def _ask_captured(self) -> None:
        """Let the recognisers finish what has been said, then ask about all of it."""
        ended = self._clock.now()
        flushing = [spawn(one.flush(), name="flush") for one in self._sessions.values()]
        if flushing:
            await asyncio.wait(flushing, timeout=LAST_WORDS_S)
            await asyncio.sleep(0)  # for `_listen` to pass the last words on
        started, self._captured, self._listener.holding = self._captured, None, False
        if started is None:
            return
        question = self._listener.ask_between(started, ended)
        if question is not None:
            self.ask(question)
            return
        self._emit(Info("questions", note="Nothing was said meanwhile."))
        self.tell_status()

    def follow(self, wish: Wish) -> None:
        """Go on from the last answer as a new turn: continue, retry, shorter or more."""
        turn = self._turn
        if turn is None:
            return
        self._end_turn("stopped")
        question = self._listener.ask_typed(turn.question.text, self._clock.now())
        if question is not None:
            follow = Follow(wish, turn.text, turn.working[0])
            question = dataclasses.replace(question, kind=turn.question.kind)
            self.ask(question, turn.image, follow)

    def stop_answer(self) -> None:
        """End the answer in flight; its text stays."""
        self._end_turn("stopped")

    # --- Out ------------------------------------------------------------------------------

    def tell_status(self, note: str = "", level: Level | None = None) -> None:
        """Say what the session is doing now."""
        self._emit(Status(level or self._doing(), self.recording, note))

    def _doing(self) -> Level:
        if self._captured is not None:
            return "capturing"
        if self._turn is not None and not self._turn.over:
            return "answering"
        if not self.listening:
            return "paused"
        return "problem" if self._faults.deaf(self._channels) else "listening"
