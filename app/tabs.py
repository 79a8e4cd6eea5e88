"""The tabs of the window beside the overlay: each gets its desk, and is made when first shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
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
    desk = SessionDesk(plan)
    stack.push_async_callback(desk.aclose)
    window = MainWindow(overlay.chosen, overlay)

    def refresh_when_shown(name: str, tab: SessionsTab | PromptsTab | KnowledgeTab) -> None:
        window.shown_tab.connect(lambda shown: tab.refresh() if shown == name else None)

    def make_sessions() -> QWidget:
        from app.ui.sessions_tab import SessionsTab  # loads the charts

        tab = SessionsTab(desk, overlay.chosen)
        stack.callback(tab.view.replay.stop)
        tab.view.replay.open_note_requested.connect(overlay.open_note_requested)
        tab.view.replay.link_requested.connect(overlay.link_requested)
        refresh_when_shown("sessions", tab)
        return tab

    at_hand = NotesAtHand(plan)
    stack.push_async_callback(at_hand.aclose)

    def make_prompts() -> QWidget:
        from app.ui.prompts_tab import PromptsTab

        tab = PromptsTab(PromptDesk(plan, at_hand), overlay.chosen)
        stack.callback(tab.stop)
        refresh_when_shown("prompts", tab)
        return tab

    async def change(key: str, value: object) -> None:
        await settings.change({key: value})

    def make_knowledge() -> QWidget:
        from app.ui.knowledge_tab import KnowledgeTab

        tab = KnowledgeTab(KnowledgeDesk(plan, at_hand, change), overlay.chosen)
        stack.callback(tab.stop)
        tab.open_note_requested.connect(overlay.open_note_requested)
        refresh_when_shown("knowledge", tab)
        return tab

    sounds = SoundDesk(plan)
    stack.push_async_callback(sounds.aclose)

    providers = ProviderDesk(plan)
    stack.push_async_callback(providers.aclose)

    async def keep_providers(chosen: tuple[Provider, ...]) -> None:
        try:
            await settings.change({}, providers=chosen)
        except GhostPilotError as error:
            settings.tell(error.problem("settings", sticky=False))

    def make_providers() -> QWidget:
        from app.ui.providers_page import ProvidersPage

        page = ProvidersPage(providers)
        page.set_providers(plan.settings.providers)
        page.changed.connect(lambda chosen: spawn(keep_providers(chosen), name="keep providers"))
        stack.callback(settings.on_change(lambda _, now: page.set_providers(now.providers)))
        stack.callback(page.stop)
        return page

    def make_start() -> QWidget:
        from app.desks.autostart import AutostartDesk
        from app.platforms import make_autostart
        from app.ui.start_page import StartPage

        page = StartPage(AutostartDesk(lambda: make_autostart(plan.config)))
        page.first_steps_wanted.connect(first_steps)
        return page

    def make_settings() -> QWidget:
        from app.ui.settings_tab import SettingsTab

        extra = [("providers", tr("Providers"), make_providers), ("start", tr("Start"), make_start)]
        tab = SettingsTab(settings, sounds, extra)
        stack.callback(tab.stop)
        tab.waiting_for_key.connect(settings.hold_keys)
        return tab

    def make_preflight() -> QWidget:
        from app.ui.preflight_tab import PreflightTab

        return PreflightTab(PreflightDesk(plan, own_checks), overlay.chosen)

    window.add_tab("sessions", tr("Sessions"), make_sessions)
    window.add_tab("prompts", tr("Prompts"), make_prompts)
    window.add_tab("knowledge", tr("Knowledge"), make_knowledge)
    window.add_tab("preflight", tr("Preflight"), make_preflight)
    window.add_tab("settings", tr("Settings"), make_settings)
    return window
