"""What has been asked and answered in this session, and which of it is on screen. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.events import Answer, AnswerDelta, Event, Passages, Problem, Question


@dataclass(slots=True)
class Turn:
    """One question with everything that came of it so far."""

    question: Question
    passages: Passages | None = None
    pieces: list[str] = field(default_factory=list)
    answer: Answer | None = None
    problem: Problem | None = None

    @property
    def text(self) -> str:
        """The answer so far; the whole of it once it has ended."""
        return self.answer.text if self.answer is not None else "".join(self.pieces)


class History:
    """The turns of a session in order, and a reader's place among them.

    The newest turn is shown until the reader steps back or pins one; then that one stays
    until `forward` reaches the newest again, or the pin is taken out.
    """

    def __init__(self, keep: int = 500) -> None:
        self._turns: dict[str, Turn] = {}
        self._order: list[str] = []
        self._keep = keep
        self._chosen: str | None = None
        self.pinned = False

    @property
    def shown(self) -> Turn | None:
        """The turn on screen, or None before the first question."""
        if self._chosen is not None:
            return self._turns[self._chosen]
        return self._turns[self._order[-1]] if self._order else None

    @property
    def place(self) -> tuple[int, int]:
        """Position of the shown turn from 1, and how many there are; (0, 0) without any."""
        shown = self.shown
        if shown is None:
            return 0, 0
        return self._order.index(shown.question.id) + 1, len(self._order)

    def apply(self, event: Event) -> Turn | None:
        """Take an event in; returns the turn it belongs to, or None when it has none here."""
        if isinstance(event, Question):
            return self._ask(event)
        name = getattr(event, "question", "")
        turn = self._turns.get(name) if isinstance(name, str) else None
        if turn is None:
            return None
        match event:
            case Passages():
                turn.passages = event
            case AnswerDelta():
                turn.pieces.append(event.text)
            case Answer():
                turn.answer = event
            case Problem():
                turn.problem = event
        return turn

    def back(self) -> bool:
        """Show the turn before; False at the first one."""
        return self._step(-1)

    def forward(self) -> bool:
        """Show the turn after; at the newest one, new questions are followed again."""
        return self._step(1)

    def toggle_pin(self) -> bool:
        """Keep the shown turn on screen, or let go of it; returns whether it is pinned now."""
        shown = self.shown
        if self.pinned or shown is None:
            self.pinned, self._chosen = False, None
        else:
            self.pinned, self._chosen = True, shown.question.id
        return self.pinned

    def _ask(self, question: Question) -> Turn:
        turn = Turn(question)
        if question.id not in self._turns:
            self._order.append(question.id)
        self._turns[question.id] = turn
        if len(self._order) > self._keep:
            oldest = next(name for name in self._order if name != self._chosen)
            self._order.remove(oldest)
            del self._turns[oldest]
        return turn

    def _step(self, by: int) -> bool:
        place, count = self.place
        if not 1 <= place + by <= count:
            return False
        self.pinned = False
        at_newest = place + by == count
        self._chosen = None if at_newest else self._order[place + by - 1]
        return True
