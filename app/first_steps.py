"""The first-run walk with what it needs: opened when wanted, continued where it was left."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

from app.agreement import Agreement
from app.core.events import Event
from app.core.settings import Settings
from app.core.tasks import spawn
from app.desks.autostart import AutostartDesk
from app.desks.consent import ConsentDesk
from app.desks.first_look import FirstLookDesk
from app.desks.settings import SettingsDesk
from app.parts import Plan, keep_state
from app.platforms import make_autostart
from app.session import LiveSession
from app.ui.language import tr

if TYPE_CHECKING:
    from app.ui.controls import Controls
    from app.ui.first_run import FirstRun, Step
    from app.ui.first_run_page import Page
    from app.ui.first_run_question import QuestionPage

FINISHED = "finished"


@asynccontextmanager
async def first_steps(
    plan: Plan,
    desk: SettingsDesk,
    controls: Controls,
    agreement: Agreement,
    state: Mapping[str, Any],
) -> AsyncIterator[FirstSteps]:
    """The first steps, ready to be opened from the tray or by another start."""
    steps = FirstSteps(plan, desk, controls, agreement, start=str(state.get("first_run", "")))

    def open_steps(name: str) -> None:
        if name == "first-run":
            steps.open()

    controls.window_wanted.connect(open_steps)
    try:
        yield steps
    finally:
        controls.window_wanted.disconnect(open_steps)
        await steps.aclose()


async def begin(plan: Plan, session: LiveSession, agreement: Agreement, steps: FirstSteps) -> None:
    """Listen, or wait until the user agrees, or until somebody speaks."""
    if not agreement.given:
        if not steps.shown:
            agreement.ask_unless_answered()
        return
    if not plan.may_record:  # the yes came while the session was being made ready
        await session.begin_recording()
    if plan.settings.audio.auto_start:
        session.pipeline.tell_status(tr("Waiting for the other side to speak"), "idle")
    else:
        await session.start()


class FirstSteps:
    """One walk at a time. It works from the first frame on; a question waits for the session."""

    def __init__(
        self,
        plan: Plan,
        settings: SettingsDesk,
        controls: Controls,
        agreement: Agreement,
        *,
        start: str = "",
    ) -> None:
        """``start`` is the step where the walk was left in an earlier run."""
        self._plan, self._settings, self._controls = plan, settings, controls
        self._agreement, self._start = agreement, start
        self._session: LiveSession | None = None
        self._window: FirstRun | None = None
        self._question: QuestionPage | None = None
        self._asked = ""
        self._desks = AsyncExitStack()
        settings.on_change(self._restyle)

    @property
    def shown(self) -> bool:
        """Whether the walk is on screen."""
        return self._window is not None and self._window.isVisible()

    def open(self) -> None:
        """Bring the walk up where it was left; one that was finished begins anew."""
        if self._window is None:
            from app.ui.first_run import FirstRun

            start = "" if self._start == FINISHED else self._start
            chosen, overlay = self._plan.settings.overlay, self._controls.overlay
            self._window = FirstRun(chosen, self._steps(), start, overlay=overlay)
            self._window.left.connect(self._left)
        self._window.open()

    def attach(self, session: LiveSession) -> None:
        """The session is ready: a question that was asked meanwhile goes to it now."""
        self._session = session
        if self._asked:
            session.pipeline.ask_typed(self._asked)
            self._asked = ""

    def show_event(self, event: Event) -> None:
        """A sink for the session's events."""
        if self._question is not None:
            self._question.show_event(event)

    async def aclose(self) -> None:
        """Close the window and what it opened."""
        window, self._window = self._window, None
        if window is not None:
            window.left.disconnect(self._left)
            window.close()
            window.deleteLater()
        await self._desks.aclose()

    def _left(self, step: str) -> None:
        """Remember where the walk goes on; then the question that it left open is asked."""
        self._start = step or FINISHED
        spawn(keep_state({"first_run": self._start}), name="keep the first steps")
        self._agreement.ask_unless_answered()
        if not step and self._window is not None:
            self._window.deleteLater()
            self._window = self._question = None

    def _restyle(self, before: Settings, now: Settings) -> None:
        if self._window is not None and before.overlay != now.overlay:
            self._window.apply_settings(now.overlay)

    def _ask(self, text: str) -> None:
        if self._session is None:
            self._asked = text
        else:
            self._session.pipeline.ask_typed(text)

    def _sample(self) -> bool:
        return not self._plan.settings.notes.folders and self._plan.knowledge is None

    def _steps(self) -> list[Step]:
        from app.ui.first_run import Step

        return [
            Step("microphone", tr("Your microphone"), self._microphone),
            Step("them", tr("The other side"), self._them),
            Step("notes", tr("Your notes"), self._notes),
            Step("answers", tr("Who words the answers"), self._answers),
            Step("keys", tr("Keys that work everywhere"), self._keys),
            Step("captures", tr("What others see"), self._captures),
            Step("consent", tr("Before the first call"), self._consent),
            Step("question", tr("Your first question"), self._first_question),
        ]

    def _microphone(self) -> Page:
        from app.desks.sound import SoundDesk
        from app.ui.first_run_sound import SoundPage

        desk = SoundDesk(self._plan)
        self._desks.push_async_callback(desk.aclose)
        page = SoundPage("me", desk, self._settings)
        page.column.insertWidget(0, page.line(_welcome(), "quiet"))
        return page

    def _them(self) -> Page:
        from app.desks.sound import SoundDesk
        from app.ui.first_run_sound import SoundPage

        desk = SoundDesk(self._plan)
        self._desks.push_async_callback(desk.aclose)
        return SoundPage("them", desk, self._settings, FirstLookDesk().play_test_sound)

    def _notes(self) -> Page:
        from app.ui.first_run_notes import NotesPage

        return NotesPage(FirstLookDesk(), self._settings)

    def _answers(self) -> Page:
        from app.desks.providers import ProviderDesk
        from app.ui.first_run_answers import AnswersPage

        desk = ProviderDesk(self._plan)
        self._desks.push_async_callback(desk.aclose)
        return AnswersPage(desk, self._settings)

    def _keys(self) -> Page:
        from app.ui.first_run_keys import KeysPage

        return KeysPage(self._settings, self._settings.hold_keys)

    def _captures(self) -> Page:
        from app.ui.first_run_capture import CapturePage

        return CapturePage(self._controls.self_test.run, self._controls.advice)

    def _consent(self) -> Page:
        from app.ui.first_run_consent import ConsentPage

        page = ConsentPage(ConsentDesk(lambda: self._plan.settings), self._settings)
        page.decided.connect(self._agreement.decide)
        return page

    def _first_question(self) -> Page:
        from app.ui.autostart_box import AutostartBox
        from app.ui.first_run_question import QuestionPage

        desk = AutostartDesk(lambda: make_autostart(self._plan.config))
        page = QuestionPage(self._settings, sample=self._sample, at_login=AutostartBox(desk))
        page.asked.connect(self._ask)
        self._question = page
        return page


def _welcome() -> str:
    """What a person reads who has never seen the program."""
    return tr(
        "GhostPilot listens to a call with you, finds what your notes say to each question and "
        "shows it in the overlay at the right. These steps take two minutes; Esc leaves them, "
        "and the next start goes on here."
    )
