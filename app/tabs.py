"""The tabs of the window beside the overlay: each gets its desk, and is made when first shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.core.check import Check
from app.core.errors import GhostPilotError
from app.core.settings import Provider
from app.core.tasks import spawn
from app.desks.knowledge import KnowledgeDesk
from app.desks.notes import NotesAtHand
from app.desks.preflight import PreflightDesk
from app.desks.prompts import PromptDesk
from app.desks.providers import ProviderDesk
from app.desks.sessions import SessionDesk
from app.desks.settings import SettingsDesk
from app.desks.sound import SoundDesk
from app.parts import Plan
from app.ui.language import tr
from app.ui.main_window import MainWindow
from app.ui.overlay import Overlay

if TYPE_CHECKING:
    from PyQt6.QtWidgets import QWidget

    from app.ui.knowledge_tab import KnowledgeTab
    from app.ui.prompts_tab import PromptsTab
    from app.ui.sessions_tab import SessionsTab


def make_main_window(
    plan: Plan,
    settings: SettingsDesk,
    overlay: Overlay,
    stack: AsyncExitStack,
    first_steps: Callable[[], None] = lambda: None,
    own_checks: Mapping[str, Callable[[], Awaitable[Check]]] = MappingProxyType({}),
) -> MainWindow:
    """The window with all its tabs; what they opened is closed by ``stack``.

    ``own_checks`` are the lines of the preflight that the running program fills itself.
    """
    window = MainWindow(overlay.chosen, overlay)
    tabs = _Tabs(plan, settings, overlay, window, stack)
    window.add_tab("sessions", tr("Sessions"), tabs.sessions)
    window.add_tab("prompts", tr("Prompts"), tabs.prompts)
    window.add_tab("knowledge", tr("Knowledge"), tabs.knowledge)
    window.add_tab("preflight", tr("Preflight"), partial(tabs.preflight, own_checks))
    window.add_tab("settings", tr("Settings"), partial(tabs.settings, first_steps))
    return window


class _Tabs:
    """Makes each tab over its desk. The desks are there from the start and open nothing by then."""

    def __init__(
        self,
        plan: Plan,
        settings: SettingsDesk,
        overlay: Overlay,
        window: MainWindow,
        stack: AsyncExitStack,
    ) -> None:
        self._plan, self._overlay, self._window, self._stack = plan, overlay, window, stack
        self._settings = settings
        self._sessions = SessionDesk(plan)
        self._at_hand = NotesAtHand(plan)
        self._sounds = SoundDesk(plan)
        self._providers = ProviderDesk(plan)
        for desk in (self._sessions, self._at_hand, self._sounds, self._providers):
            stack.push_async_callback(desk.aclose)

    def sessions(self) -> QWidget:
        from app.ui.sessions_tab import SessionsTab  # loads the charts

        tab = SessionsTab(self._sessions, self._overlay.chosen)
        self._stack.callback(tab.view.replay.stop)
        tab.view.replay.open_note_requested.connect(self._overlay.open_note_requested)
        tab.view.replay.link_requested.connect(self._overlay.link_requested)
        self._refresh_when_shown("sessions", tab)
        return tab

    def prompts(self) -> QWidget:
        from app.ui.prompts_tab import PromptsTab

        tab = PromptsTab(PromptDesk(self._plan, self._at_hand), self._overlay.chosen)
        self._stack.callback(tab.stop)
        self._refresh_when_shown("prompts", tab)
        return tab

    def knowledge(self) -> QWidget:
        from app.ui.knowledge_tab import KnowledgeTab

        desk = KnowledgeDesk(self._plan, self._at_hand, self._change)
        tab = KnowledgeTab(desk, self._overlay.chosen)
        self._stack.callback(tab.stop)
        tab.open_note_requested.connect(self._overlay.open_note_requested)
        self._refresh_when_shown("knowledge", tab)
        return tab

    def preflight(self, own_checks: Mapping[str, Callable[[], Awaitable[Check]]]) -> QWidget:
        from app.ui.preflight_tab import PreflightTab

        return PreflightTab(PreflightDesk(self._plan, own_checks), self._overlay.chosen)

    def settings(self, first_steps: Callable[[], None]) -> QWidget:
        from app.ui.settings_tab import SettingsTab

        pages: list[tuple[str, str, Callable[[], QWidget]]] = [
            ("providers", tr("Providers"), self._providers_page),
            ("start", tr("Start"), partial(self._start_page, first_steps)),
        ]
        tab = SettingsTab(self._settings, self._sounds, pages)
        self._stack.callback(tab.stop)
        tab.waiting_for_key.connect(self._settings.hold_keys)
        return tab

    def _providers_page(self) -> QWidget:
        from app.ui.providers_page import ProvidersPage

        page = ProvidersPage(self._providers)
        page.set_providers(self._plan.settings.providers)
        page.changed.connect(lambda now: spawn(self._keep(now), name="keep providers"))
        told = self._settings.on_change(lambda _, now: page.set_providers(now.providers))
        self._stack.callback(told)
        self._stack.callback(page.stop)
        return page

    def _start_page(self, first_steps: Callable[[], None]) -> QWidget:
        from app.desks.autostart import AutostartDesk
        from app.platforms import make_autostart
        from app.ui.start_page import StartPage

        page = StartPage(AutostartDesk(lambda: make_autostart(self._plan.config)))
        page.first_steps_wanted.connect(first_steps)
        return page

    def _refresh_when_shown(self, name: str, tab: SessionsTab | PromptsTab | KnowledgeTab) -> None:
        self._window.shown_tab.connect(lambda shown: tab.refresh() if shown == name else None)

    async def _change(self, key: str, value: object) -> None:
        await self._settings.change({key: value})

    async def _keep(self, providers: tuple[Provider, ...]) -> None:
        try:
            await self._settings.change({}, providers=providers)
        except GhostPilotError as error:
            self._settings.tell(error.problem("settings", sticky=False))
