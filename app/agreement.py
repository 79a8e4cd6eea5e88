"""Nothing is heard or recorded before the user has read what will be, and has agreed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from app.core.tasks import spawn
from app.parts import keep_state
from app.ui.consent_source import ConsentSource
from app.ui.overlay import Overlay


class Agreement:
    """The user's yes or no. A yes is remembered; a no lasts for this run, and is not asked for
    again until the user wants to begin."""

    def __init__(self, overlay: Overlay, source: ConsentSource, *, given: bool) -> None:
        self._overlay, self._source = overlay, source
        self.given = given
        self.refused = False
        self.agreed: Callable[[], Awaitable[None]] | None = None
        """What begins with the yes."""
        self.declined: Callable[[], None] | None = None
        overlay.consent_given.connect(partial(self.decide, True))
        overlay.consent_refused.connect(partial(self.decide, False))

    def ask(self) -> None:
        """Show the note over the call; it takes the keyboard."""
        spawn(self._ask(), name="ask for consent")

    def ask_unless_answered(self) -> None:
        """Show the note if there is neither a yes nor, in this run, a no."""
        if not self.given and not self.refused:
            self.ask()

    def decide(self, yes: bool) -> None:
        """The user's answer, wherever it was given."""
        self._overlay.hide_consent()
        if not yes:
            self.refused = True
            if not self.given and self.declined is not None:
                self.declined()
        elif not self.given:
            self.given = True
            spawn(self._begin(), name="begin after consent")

    async def _ask(self) -> None:
        facts = await self._source.facts()
        if not self.given:  # it may have been answered meanwhile
            self._overlay.show_consent(facts)

    async def _begin(self) -> None:
        await keep_state({"consent": True})
        if self.agreed is not None:
            await self.agreed()
