"""What the sessions tab asks of the store: every call is awaited and works off the UI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from app.core.egress import Sent
    from app.core.events import Event
    from app.store.compare import Pair
    from app.store.retention import Doomed
    from app.store.rows import SaidRow, SessionRow, TurnRow
    from app.store.search import Filters, Hit
    from app.store.statistics import Statistics
    from app.store.turns import Marker, Verdict

FORMS = ("md", "html", "json", "txt", "srt", "vtt")
"""The forms of an export, by the usual end of a file's name."""


@dataclass(frozen=True, slots=True)
class Details:
    """What only a reading of the whole session tells."""

    figures: Statistics
    verdicts: dict[str, Verdict]
    """By the id of the question."""
    markers: tuple[Marker, ...] = ()
    sent: tuple[Sent, ...] = ()
    """What left this machine, and what went to servers on it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a session is asked again with; empty means as the settings say."""

    provider: str = ""
    """Its name in the settings; only this one is asked."""
    model: str = ""
    """In place of the provider's own; without a provider, of the first one."""
    prompt: str = ""
    """Its id: this prompt for every question."""
    mode: str = ""
    """The kind of conversation, which chooses the prompts otherwise."""
    notes: str = ""
    """A folder of notes."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a `Wish` may name, and what counts without one."""

    providers: tuple[tuple[str, str], ...]
    """Names and models, in the order in which they are asked."""
    prompts: tuple[tuple[str, str], ...]
    """Ids and titles."""
    modes: tuple[str, ...]
    mode: str
    notes: str


Side = Literal["both", "them", "me"]


class Sound(Protocol):
    """The kept sound of one session; every call returns at once."""

    def follow(self, seconds: float | None) -> None:
        """Be heard at this place of the session now and go on from there; None: be silent."""

    def choose(self, side: Side, volume: float) -> None:
        """Which side of the call is heard, and how loud: from 0 to 1."""

    def close(self) -> None:
        """Fall silent for good."""


class Sessions(Protocol):
    """The sessions of this machine. Names are file names.

    Every method raises `GhostPilotError` where the session cannot be read, written or found.
    """

    async def sessions(self) -> list[SessionRow]:
        """All sessions, the newest first, with what is on disk now."""

    async def remark(self) -> str:
        """What keeps the list from being as quick as it could be; empty when nothing does."""

    async def search(self, text: str, filters: Filters) -> list[Hit]:
        """The best places first."""

    async def matching(self, filters: Filters) -> set[str]:
        """The sessions that these limits leave."""

    async def turns(self, name: str) -> list[TurnRow]:
        """The turns of a session, in order."""

    async def said(self, name: str) -> list[SaidRow]:
        """All that was said in a session, in order."""

    async def turn(self, name: str, row: TurnRow) -> Sequence[Event]:
        """The events of one turn, without the pieces of its answer."""

    async def events(self, name: str) -> Sequence[Event]:
        """All events of a session as they were recorded."""

    async def sound(self, name: str, tell: Callable[[str], None]) -> Sound | None:
        """The sound that was kept of a session; None when none was.

        ``tell`` hears in one sentence, on the loop, why it cannot be heard later on.
        """

    async def details(self, name: str) -> Details:
        """Figures and verdicts of a session."""

    async def compare(self, old: str, new: str) -> Sequence[Pair]:
        """The turns of two sessions side by side."""

    async def entitle(self, name: str, title: str) -> None:
        """Give a session a title; an empty one brings back that of its questions."""

    async def judge(self, name: str, question: str, good: bool, note: str) -> None:
        """Mark the answer to a question."""

    async def export(self, name: str, form: str, target: Path) -> None:
        """Write a session as one of `FORMS`."""

    async def take_in(self, source: Path) -> str:
        """Copy a session file of another machine among the sessions; its name there."""

    async def limits(self) -> tuple[int, int]:
        """How long sessions stay, in days and MB; 0 is no limit."""

    async def doomed(self, days: int, mb: int) -> list[Doomed]:
        """What these limits would delete; deletes nothing."""

    async def limit(self, days: int, mb: int) -> list[Doomed]:
        """Have these limits hold from now on, and delete what is beyond them; what went."""

    async def delete(self, name: str) -> None:
        """Delete a session with all that belongs to it."""

    async def choices(self) -> Choices:
        """What a session may be asked again with."""

    async def rerun(
        self,
        name: str,
        wish: Wish,
        progress: Callable[[int, int], None],
        stopping: Callable[[], bool],
    ) -> str:
        """Ask a session's questions again into a new session; its name.

        ``progress`` is told turns done and turns in all; ``stopping`` is asked between turns.
        """
