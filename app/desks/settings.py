"""The one way to change settings while the program runs: check, apply, keep in the file."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.core import paths
from app.core.errors import GhostPilotError
from app.core.events import Info, Problem
from app.core.settings import (
    Provider,
    Settings,
    changed_values,
    replace_values,
    value_of,
)
from app.desks.settings_news import (
    declaration_of,
    impossible,
    label_of,
    taken_over,
    unknown_as_one,
    unreadable,
)
from app.parts import Plan, with_default_providers
from app.ui.language import tr
from app.ui.settings_source import Changed

Try = Callable[[Settings, Settings], Awaitable[None]]
"""Does what a change from the first to the second settings needs before it counts, or raises."""

NOT_SHARED = "privacy.agreed"
"""Each user agrees for themselves to which hosts talk and notes may go."""


class SettingsDesk:
    """Implements `ui.settings_source.SettingsSource` over the plan and the settings file.

    A change is tried (`on_try`: hotkeys, the parts of the session), counts from then on,
    is told (`on_change`) and written. What a person writes into the file meanwhile is taken
    over by `reread`, and merged setting by setting when the program writes.
    """

    def __init__(self, plan: Plan, tell: Callable[[Info | Problem], None]) -> None:
        """``tell`` takes news of the file; `tell` may be set anew."""
        self._plan, self.tell = plan, tell
        self._tries: list[Try] = []
        self._changed: list[Changed] = []
        self._trying = asyncio.Lock()
        self._writing = asyncio.Lock()
        self._unsaved: dict[str, Any] = {}
        self._unsaved_providers = False
        self._cannot_save = ""
        self._seen: str | None = None
        """The text of the file as it was read or written last."""
        self._ignored: frozenset[str] = frozenset()
        """What the file says that no setting has, as it was told last."""
        self.mended: Callable[[], None] = lambda: None
        """The file is right again: what was said of it is over."""
        self.hold_keys: Callable[[bool], None] = lambda held: None
        """Lets go of the hotkeys while a field waits for one."""
        plan.change = self.change

    @property
    def now(self) -> Settings:
        return self._plan.settings

    @property
    def file(self) -> Path:
        return self._plan.config or paths.settings_file()

    @property
    def overridden(self) -> Mapping[str, str]:
        from app.store.settings import overridden

        return overridden()

    def on_try(self, attempt: Try) -> None:
        """Have this done before a change counts; it is undone when another refuses."""
        self._tries.append(attempt)

    def on_change(self, changed: Changed) -> Callable[[], None]:
        self._changed.append(changed)
        return lambda: self._changed.remove(changed)

    async def change(
        self, changes: Mapping[str, Any], *, providers: Sequence[Provider] | None = None
    ) -> None:
        for key, variable in self.overridden.items():
            if key in changes and changes[key] != value_of(self.now, key):
                raise GhostPilotError(
                    tr("{what} is decided by the environment variable {name}").format(
                        what=label_of(key), name=variable
                    ),
                    next_step=tr("Start GhostPilot without it to choose here."),
                )
        if not await self._apply(changes, providers):
            return
        self._unsaved |= {key: value_of(self.now, key) for key in changes}
        self._unsaved_providers |= providers is not None
        await self._save()

    async def begin(self) -> None:
        """Note what the file says at the start, so that changes by hand are noticed."""
        from app.store.settings import parse, text_of

        self._seen = await asyncio.to_thread(text_of, self.file, must_exist=False)
        unknown: list[Problem] = []
        parse(self._seen, self.file, report=unknown.append, misfit=lambda problem: None)
        self._ignored = frozenset(problem.title for problem in unknown)

    async def reread(self) -> None:
        """Take over what was changed in the file by hand; call it when the file has changed."""
        from app.store.settings import text_of

        async with self._writing:
            text = await asyncio.to_thread(text_of, self.file, must_exist=False)
            if text == self._seen or not text:  # one that is gone is written anew some day
                return
            self._seen = text
        await self._adopt(text)

    async def export_to(self, target: Path) -> None:
        from app.store.files import write_whole
        from app.store.settings_merge import export_text

        text = export_text(self.now, leave_out={NOT_SHARED})
        clean = self._plan.redactor.clean(text)
        await asyncio.to_thread(write_whole, target, clean.encode())

    async def import_from(self, source: Path) -> int:
        from app.store.settings import parse, stated, text_of
        from app.store.versions import refuse_newer

        text = await asyncio.to_thread(text_of, source, must_exist=True)
        refuse_newer(text, source)
        unknown: list[Problem] = []
        there = parse(text, source, report=unknown.append)
        given = stated(text)
        changes = {
            key: value
            for key, value in changed_values(self.now, there).items()
            if key in given and key != NOT_SHARED and key not in self.overridden
        }
        providers = there.providers if "providers" in given else None
        different = providers is not None and providers != self.now.providers
        await self.change(changes, providers=providers if different else None)
        if unknown:
            self.tell(unknown_as_one(unknown, source))
        return len(changes) + different

    async def _apply(
        self, changes: Mapping[str, Any], providers: Sequence[Provider] | None
    ) -> bool:
        """Let a change count everywhere; whether anything was different."""
        before = self.now
        wanted = _with(before, changes, providers)
        if wanted == before:
            return False
        if any(map(_needs_trying, changes)):
            async with self._trying:  # what needs no trying does not wait for what does
                before = self.now
                await self._try(before, _with(before, changes, providers))
                before = self.now
                self._plan.settings = _with(before, changes, providers)
        else:
            self._plan.settings = wanted
        for changed in list(self._changed):
            changed(before, self.now)
        return True

    async def _try(self, before: Settings, wanted: Settings) -> None:
        done: list[Try] = []
        try:
            for attempt in self._tries:
                await attempt(before, wanted)
                done.append(attempt)
        except GhostPilotError:
            for attempt in reversed(done):
                await attempt(wanted, before)
            raise

    def _everything(self) -> tuple[dict[str, Any], Sequence[Provider] | None]:
        """All that was ever chosen, for a file that must be written anew."""
        set_here = changed_values(Settings(), self.now)
        chosen = {key: value for key, value in set_here.items() if key not in self.overridden}
        own = self.now.providers != with_default_providers(Settings()).providers
        return chosen, self.now.providers if own else None

    async def _save(self) -> None:
        """Write what is not kept yet; a failure is told once, and the rest stays for later."""
        from app.store.settings_merge import merge

        async with self._writing:
            if not self._unsaved and not self._unsaved_providers:
                return  # an earlier call has written it meanwhile
            changes, with_providers = self._unsaved, self._unsaved_providers
            self._unsaved, self._unsaved_providers = {}, False
            try:
                merged = await asyncio.to_thread(
                    merge,
                    self.file,
                    changes,
                    self.now.providers if with_providers else None,
                    seen=self._seen,
                    everything=self._everything(),
                )
            except GhostPilotError as error:
                self._unsaved = changes | self._unsaved
                self._unsaved_providers |= with_providers
                if str(error) != self._cannot_save:
                    self._cannot_save = str(error)
                    self.tell(error.problem("settings", sticky=False))
                return
            self._cannot_save, self._seen = "", merged.text
        for problem in merged.news:
            self.tell(problem)
        if merged.edited:
            await self._adopt(merged.text)

    async def _adopt(self, text: str) -> None:
        """Let the text of the file count, except for what is not written yet."""
        from app.store.settings import parse, with_environment
        from app.store.versions import refuse_newer

        newer: GhostPilotError | None = None
        try:
            refuse_newer(text, self.file)
        except GhostPilotError as error:  # what is known of it counts, as at the start
            newer = error
        unknown: list[Problem] = []
        try:
            there = parse(text, self.file, report=unknown.append)
            there = with_default_providers(with_environment(there))
        except GhostPilotError as error:
            self.tell(unreadable(error))
            return
        if newer is None:
            self.mended()
        else:
            self.tell(newer.problem("settings"))
        self._tell_of_unknown(unknown)
        changes = changed_values(self.now, there)
        changes = {key: value for key, value in changes.items() if key not in self._unsaved}
        changed_providers = there.providers != self.now.providers and not self._unsaved_providers
        if not changes and not changed_providers:
            return
        try:
            await self._apply(changes, there.providers if changed_providers else None)
        except GhostPilotError as error:
            self.tell(impossible(error))
            return
        self.tell(taken_over([*changes, *(["providers"] if changed_providers else [])]))

    def _tell_of_unknown(self, unknown: Sequence[Problem]) -> None:
        """Once for each change of what this version does not know."""
        ignored = frozenset(problem.title for problem in unknown)
        if ignored - self._ignored:
            self.tell(unknown_as_one(unknown, self.file))
        self._ignored = ignored


def _with(
    settings: Settings, changes: Mapping[str, Any], providers: Sequence[Provider] | None
) -> Settings:
    settings = replace_values(settings, changes)
    if providers is None:
        return settings
    return with_default_providers(dataclasses.replace(settings, providers=tuple(providers)))


def _needs_trying(key: str) -> bool:
    """Whether a change of this setting has parts built anew or keys bound."""
    declared = declaration_of(key)
    return key.startswith("hotkeys.") or (
        declared is not None and declared.about.applies == "rebuild"
    )
