"""The settings file: TOML that a person may edit, read strictly and written with care."""

from __future__ import annotations

import dataclasses
import logging
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.core import paths
from app.core.declared import Declared
from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.settings import Provider, Settings, declarations, replace_values
from app.store.files import write_whole
from app.store.provider_tables import Report, providers_of, state_providers
from app.store.toml_lines import line_of
from app.store.versions import VERSION, brought_up, refuse_newer

log = logging.getLogger(__name__)

_SALVAGE = 20
"""Broken lines that are left out before a file counts as no settings at all."""
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def load(
    path: Path | None = None, *, report: Report | None = None, misfit: Report | None = None
) -> Settings:
    """The settings in a file, with environment variables over them.

    Without ``path`` the usual file is read, and its absence means the defaults. Keys that
    no setting has are handed to ``report`` (else logged as warnings) and left alone. Raises
    `GhostPilotError` naming the file, and the line where one is known, when the file is
    missing, unreadable, not TOML, or holds a value that does not fit; with ``misfit``, that
    takes what is wrong inside the file, and everything else of it counts.
    """
    file = path or paths.settings_file()
    text = text_of(file, must_exist=path is not None)
    try:
        text = brought_up(text, file)
    except GhostPilotError as error:
        if misfit is None:
            raise
        misfit(error.problem("settings"))  # what is known of it counts; `save` leaves it alone
    return with_environment(parse(text, file, report=report, misfit=misfit))


def parse(
    text: str, file: Path, *, report: Report | None = None, misfit: Report | None = None
) -> Settings:
    """The settings a text states; ``file`` is what errors name. Else like `load`."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        broken = _not_toml(file, error)
        if misfit is None:
            raise broken from error
        misfit(broken.problem("settings"))
        tables = salvage(text)
    known = {declared.key: declared for declared in declarations()}
    settings = Settings()
    unknown: list[str] = []
    tables.pop("version", None)
    for section, values in tables.items():
        if section == "providers":
            providers = providers_of(values, file, text, unknown, misfit)
            settings = dataclasses.replace(settings, providers=providers)
        elif not isinstance(values, dict):
            unknown.append(section)
        else:
            for name, value in values.items():
                if f"{section}.{name}" not in known:
                    unknown.append(f"{section}.{name}")
                    continue
                try:
                    settings = _changed(settings, section, name, value, file, text)
                except GhostPilotError as error:
                    if misfit is None:
                        raise
                    misfit(error.problem("settings"))
    for key in unknown:
        (report or _log)(_unknown_key(key, file, text))
    return settings


def stated(text: str) -> set[str]:
    """The keys a valid text gives a value, as ``section.name``; ``providers`` for those."""
    tables = tomllib.loads(text)
    keys = {f"{section}.{name}" for section, values in tables.items() if isinstance(values, dict)
            for name in values}  # fmt: skip
    return keys | ({"providers"} & tables.keys())


def with_environment(settings: Settings) -> Settings:
    """The settings with environment variables over them.

    Raises `GhostPilotError` naming the variable whose text does not fit.
    """
    known = {declared.key: declared for declared in declarations()}
    for key, variable in overridden().items():
        value = _from_text(known[key], os.environ[variable])
        settings = replace_values(settings, {key: value})
    return settings


def overridden() -> dict[str, str]:
    """The settings that environment variables decide in this run, with their variables."""
    return {
        declared.key: declared.about.env
        for declared in declarations()
        if declared.about.env and os.environ.get(declared.about.env)
    }


def save(
    changes: Mapping[str, Any],
    *,
    providers: Sequence[Provider] | None = None,
    path: Path | None = None,
) -> str:
    """Write changed settings, ``{"section.name": value}``, and keep the rest of the file.

    Comments, order and unknown keys stay as they are. ``providers``, when given, are all
    there are, in this order; what else a table of the same name says is kept. The file is
    replaced at once (never half written) and only its owner may read it. Returns the new
    text. Raises `GhostPilotError` when a value does not fit or the file cannot be read or
    written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    replace_values(Settings(), changes)
    file = path or paths.settings_file()
    text = text_of(file, must_exist=False)
    _check_writable(file)
    refuse_newer(text, file)
    try:
        document = tomlkit.parse(text or f"version = {VERSION}\n")
        for key, value in changes.items():
            section, name = key.split(".")
            table = document.setdefault(section, tomlkit.table())
            table[name] = list(value) if isinstance(value, tuple) else value
        if providers is not None:
            state_providers(document, providers)
    except (TOMLKitError, TypeError, AttributeError) as error:
        raise GhostPilotError(
            f"The settings file {file} cannot be changed", str(error), "Correct it by hand first."
        ) from error
    changed = tomlkit.dumps(document)
    write_whole(file, changed.encode())
    return changed


def _check_writable(file: Path) -> None:
    """A file its owner has made read-only is not replaced, though its folder would allow it."""
    if file.exists() and not (file.stat().st_mode & 0o222 and os.access(file, os.W_OK)):
        raise GhostPilotError(
            f"The settings file {file} is read-only",
            "changes last until GhostPilot ends",
            "Allow writing to it to keep them.",
        )


def _not_toml(file: Path, error: tomllib.TOMLDecodeError) -> GhostPilotError:
    return GhostPilotError(
        f"The settings file {file} is not valid TOML",
        str(error),
        "Correct that line, or move the file away to start from the defaults.",
    )


def salvage(text: str) -> dict[str, Any]:
    """What is left of a broken text without the lines that TOML stumbles over."""
    lines = text.splitlines()
    for _ in range(_SALVAGE):
        try:
            return tomllib.loads("\n".join(lines))
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"at line (\d+)", str(error))
            number = int(place[1]) if place else len(lines)
            if not lines:
                break
            del lines[min(number, len(lines)) - 1]
    return {}


def text_of(file: Path, *, must_exist: bool) -> str:
    """The text of a settings file, empty when it need not exist; else `GhostPilotError`."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        if not must_exist:
            return ""
        raise GhostPilotError(
            f"The settings file {file} does not exist",
            next_step="Check the path given with --config.",
        ) from error
    except UnicodeDecodeError as error:
        raise GhostPilotError(
            f"The settings file {file} is not a text in UTF-8",
            f"byte {error.start}: {error.reason}",
            "Save it as UTF-8.",
        ) from error
    except OSError as error:
        raise GhostPilotError(
            f"The settings file {file} cannot be read",
            error.strerror or str(error),
            "Change its permissions, or name another with --config.",
        ) from error


def _changed(
    settings: Settings, section: str, name: str, value: Any, file: Path, text: str
) -> Settings:
    try:
        return replace_values(settings, {f"{section}.{name}": value})
    except GhostPilotError as error:
        line = line_of(text, section, name)
        raise GhostPilotError(
            error.title, f"{file}, line {line}", error.next_step, exit_code=error.exit_code
        ) from error


def _from_text(declared: Declared, text: str) -> Any:
    """A variable's text in the setting's type; unchanged when it does not look like it."""
    if declared.type is bool and text.lower() in _TRUE | _FALSE:
        return text.lower() in _TRUE
    if declared.type in (int, float):
        try:
            return declared.type(text)
        except ValueError:
            return text
    return tuple(text.split(os.pathsep)) if declared.type == tuple[str, ...] else text


def _unknown_key(key: str, file: Path, text: str) -> Problem:
    section, _, name = key.partition(".")
    line = line_of(text, section, name or None)
    return Problem(
        "settings",
        f"There is no setting {key}",
        f"{file}, line {line}",
        "It is ignored and kept: another version may know it. If it is a slip, correct it.",
    )


def _log(problem: Problem) -> None:
    log.warning("%s (%s). %s", problem.title, problem.detail, problem.next_step)
