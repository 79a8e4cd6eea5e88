"""The settings file: TOML that a person may edit, read strictly and written with care."""

from __future__ import annotations

import dataclasses
import logging
import os
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_type_hints

from app.core import paths
from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.settings import Declared, Provider, Settings, declarations, replace_values
from app.store.files import write_whole
from app.store.versions import VERSION, brought_up, refuse_newer

log = logging.getLogger(__name__)

Report = Callable[[Problem], None]

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def load(path: Path | None = None, *, report: Report | None = None) -> Settings:
    """The settings in a file, with environment variables over them.

    Without ``path`` the usual file is read, and its absence means the defaults. Keys that
    no setting has are handed to ``report`` (else logged as warnings) and left alone. Raises
    `GhostPilotError` naming the file, and the line where one is known, when the file is
    missing, unreadable, not TOML, or holds a value that does not fit.
    """
    file = path or paths.settings_file()
    text = brought_up(_text_of(file, must_exist=path is not None), file)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GhostPilotError(
            f"The settings file {file} is not valid TOML",
            str(error),
            "Correct that line, or move the file away to start from the defaults.",
        ) from error
    known = {declared.key: declared for declared in declarations()}
    settings = Settings()
    unknown: list[str] = []
    tables.pop("version", None)
    for section, values in tables.items():
        if section == "providers":
            providers = _providers(values, file, text, unknown)
            settings = dataclasses.replace(settings, providers=providers)
        elif not isinstance(values, dict):
            unknown.append(section)
        else:
            for name, value in values.items():
                if f"{section}.{name}" in known:
                    settings = _changed(settings, section, name, value, file, text)
                else:
                    unknown.append(f"{section}.{name}")
    for key in unknown:
        (report or _log)(_unknown_key(key, file, text))
    return _with_environment(settings, known.values())


def save(
    changes: Mapping[str, Any],
    *,
    providers: Sequence[Provider] | None = None,
    path: Path | None = None,
) -> None:
    """Write changed settings, ``{"section.name": value}``, and keep the rest of the file.

    Comments, order and unknown keys stay as they are. ``providers``, when given, replaces
    all ``[[providers]]`` tables. The file is replaced at once (never half written) and only
    its owner may read it. Raises `GhostPilotError` when a value does not fit or the file
    cannot be read or written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    replace_values(Settings(), changes)
    file = path or paths.settings_file()
    text = _text_of(file, must_exist=False)
    refuse_newer(text, file)
    try:
        document = tomlkit.parse(text or f"version = {VERSION}\n")
        for key, value in changes.items():
            section, name = key.split(".")
            table = document.setdefault(section, tomlkit.table())
            table[name] = list(value) if isinstance(value, tuple) else value
        if providers is not None:
            document.pop("providers", None)
            tables = tomlkit.aot()
            for provider in providers:
                tables.append(tomlkit.item(_stated(provider)))
            if providers:
                document.append("providers", tables)
    except (TOMLKitError, TypeError, AttributeError) as error:
        raise GhostPilotError(
            f"The settings file {file} cannot be changed", str(error), "Correct it by hand first."
        ) from error
    write_whole(file, tomlkit.dumps(document).encode())


def _text_of(file: Path, *, must_exist: bool) -> str:
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
        line = _line_of(text, section, name)
        raise GhostPilotError(
            error.title, f"{file}, line {line}", error.next_step, exit_code=error.exit_code
        ) from error


def _providers(values: Any, file: Path, text: str, unknown: list[str]) -> tuple[Provider, ...]:
    if not isinstance(values, list) or not all(isinstance(item, dict) for item in values):
        line = _line_of(text, "providers", None)
        raise GhostPilotError(
            "Providers must be [[providers]] tables",
            f"{file}, line {line}",
            "Write [[providers]] in double brackets above each one.",
        )
    found: list[Provider] = []
    for number, table in enumerate(values):
        try:
            provider = _provider(table)
            if any(provider.name == other.name for other in found):
                raise GhostPilotError(
                    f"Two providers are called {provider.name!r}",
                    next_step="Give each its own name.",
                )
        except GhostPilotError as error:
            line = _line_of(text, "providers", None, number)
            raise GhostPilotError(
                error.title, f"{file}, provider at line {line}", error.next_step
            ) from error
        fields = {item.name for item in dataclasses.fields(Provider)}
        unknown += [f"providers.{name}" for name in table if name not in fields]
        found.append(provider)
    return tuple(found)


def _provider(table: Mapping[str, Any]) -> Provider:
    words = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}
    values: dict[str, Any] = {}
    for item in dataclasses.fields(Provider):
        kind = get_type_hints(Provider)[item.name]
        if item.name not in table:
            if item.default is dataclasses.MISSING:
                raise GhostPilotError(f"A provider has no {item.name}", next_step="Add it.")
            continue
        value = table[item.name]
        if kind is float and type(value) is int:
            value = float(value)
        too_low = kind in (int, float) and type(value) is kind and value <= 0
        if type(value) is not kind or too_low or value == "":
            fits = words[kind] + (" above 0" if kind in (int, float) else "")
            raise GhostPilotError(
                f"A provider's {item.name} cannot be {value!r}", next_step=f"It must be {fits}."
            )
        values[item.name] = value
    if not re.match(r"https?://[^/\s]+", values["base_url"]):
        raise GhostPilotError(
            f"A provider's base_url cannot be {values['base_url']!r}",
            next_step="It must begin with https:// or http:// and a host.",
        )
    return Provider(**values)


def _stated(provider: Provider) -> dict[str, Any]:
    """The provider's values that must be written: those without a default, or off it."""
    return {
        item.name: getattr(provider, item.name)
        for item in dataclasses.fields(provider)
        if getattr(provider, item.name) != item.default
    }


def _with_environment(settings: Settings, known: Any) -> Settings:
    for declared in known:
        text = os.environ.get(declared.about.env, "") if declared.about.env else ""
        if text:
            settings = replace_values(settings, {declared.key: _from_text(declared, text)})
    return settings


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


def _line_of(text: str, section: str, name: str | None, number: int = 0) -> int:
    """The line, from 1, of a key in a section, or of the section's n-th heading."""
    current, headings = "", 0
    for line_number, line in enumerate(text.splitlines(), start=1):
        heading = re.match(r"\s*\[+\s*[\"']?([^\]\"']+?)[\"']?\s*\]", line)
        if heading:
            current = heading[1]
            headings += current == section
            if name is None and headings == number + 1:
                return line_number
        elif current == section and re.match(rf"\s*[\"']?{re.escape(name or '')}[\"']?\s*=", line):
            return line_number
        elif not current and re.match(rf"\s*[\"']?{re.escape(section)}\b", line):
            return line_number
    return 1


def _unknown_key(key: str, file: Path, text: str) -> Problem:
    section, _, name = key.partition(".")
    line = _line_of(text, section, name or None)
    return Problem(
        "settings",
        f"There is no setting {key}",
        f"{file}, line {line}",
        "It is ignored; remove or correct it.",
    )


def _log(problem: Problem) -> None:
    log.warning("%s (%s). %s", problem.title, problem.detail, problem.next_step)
