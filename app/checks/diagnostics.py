"""A text about this machine and its settings that can be shown to others: nothing private in it."""

from __future__ import annotations

import dataclasses
import getpass
import importlib.metadata
import os
import platform
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import app
from app.checks.base import Subject
from app.core import paths
from app.core.check import Check
from app.core.crash_log import crash_log_file, last_lines
from app.core.declared import Declared
from app.core.provider import host_of, on_this_machine
from app.core.settings import Provider, Settings, declarations

PACKAGES = ("PyQt6", "PyQt6-Qt6", "qasync", "numpy", "onnxruntime", "openai", "moonshine-voice",
            "sounddevice", "pulsectl", "cryptography", "keyring")  # fmt: skip
LOG_LINES = 60
PLAIN_CHECKS = frozenset(
    {"echo", "recogniser", "encoder", "display", "capture", "disk", "clock", "running", "keyring"}
)
"""Checks whose words are about the program; those of the others may name devices and notes."""
SESSION_VARIABLES = ("XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "QT_QPA_PLATFORM", "LANG")


def diagnostics(subject: Subject, checks: Sequence[Check] = ()) -> str:
    """Versions, system, settings, results of checks and the last log lines. Blocking.

    Free texts of the settings are given by their length only. Keys, names of providers,
    devices and folders, the user's name and everything that looks like an address, a number
    or a key is masked in what remains.
    """
    mask = masker(subject)
    parts = [
        ("GhostPilot", _versions()),
        ("System", _system()),
        ("Settings that are not the defaults", _settings(subject)),
        ("Preflight", _checks(checks)),
        ("Files", _files(subject)),
        (f"Last {LOG_LINES} lines of the crash log", last_lines(LOG_LINES) or ["(empty)"]),
    ]
    lines = []
    for title, rows in parts:
        lines += [f"## {title}", *(mask(row) for row in rows), ""]
    return "\n".join(lines).rstrip() + "\n"


def masker(subject: Subject) -> Callable[[str], str]:
    """A function that takes out of a text what others should not read."""
    from app.llm.conceal import KINDS, Concealer

    concealer = Concealer(KINDS, subject.settings.privacy.conceal_terms)
    private = list(_private(subject.settings))
    private.sort(key=lambda pair: len(pair[0]), reverse=True)  # a folder before its parents
    patterns = [re.compile(rf"(?<!\w){re.escape(word)}(?!\w)") for word, _ in private]
    instead = [to.replace("\\", r"\\") for _, to in private]  # a backslash is a sign to re.sub

    def mask(text: str) -> str:
        text = subject.redactor.clean(text)
        for pattern, to in zip(patterns, instead, strict=True):
            text = pattern.sub(to, text)
        return concealer.hide(text)

    return mask


def _private(settings: Settings) -> Iterator[tuple[str, str]]:
    """Words of this user, and what stands for each."""
    for folder in settings.notes.folders:
        yield folder, "<notes folder>"
        yield str(Path(folder).expanduser()), "<notes folder>"
    for number, provider in enumerate(settings.providers, 1):
        yield provider.name, f"<provider {number}>"
        if not on_this_machine(provider.base_url):
            yield host_of(provider.base_url), f"<host {number}>"
    for device in (settings.audio.me_device, settings.audio.them_device, settings.audio.file):
        if device:
            yield device, "<device>"
    yield str(Path.home()), "~"
    yield platform.node() or "localhost", "<this machine>"
    with suppress(OSError, KeyError, ImportError):  # a user without a name needs no mask
        user = getpass.getuser()
        if len(user) > 2 and user != "root":
            yield user, "<user>"


def _versions() -> Iterator[str]:
    yield f"version {app.__version__}{', frozen' if getattr(sys, 'frozen', False) else ''}"
    yield f"Python {platform.python_version()} ({platform.python_implementation()})"
    for package in PACKAGES:
        with suppress(importlib.metadata.PackageNotFoundError):  # an extra that is not there
            yield f"{package} {importlib.metadata.version(package)}"


def _system() -> Iterator[str]:
    yield f"{platform.platform()}, {platform.machine()}, {os.cpu_count()} processors"
    for name in SESSION_VARIABLES:
        if os.environ.get(name):
            yield f"{name}={os.environ[name]}"
    set_ones = [name for name in ("DISPLAY", "WAYLAND_DISPLAY") if os.environ.get(name)]
    yield f"screens: {', '.join(set_ones) or 'none'}"


def _settings(subject: Subject) -> Iterator[str]:
    if subject.trouble is not None:
        yield "The file could not be used; these are the defaults."
    for declared in declarations():
        value = getattr(getattr(subject.settings, declared.section), declared.name)
        if value != declared.default:
            yield f"{declared.key} = {_shown(declared, value)}"
    for number, provider in enumerate(subject.settings.providers, 1):
        yield f"provider {number}: {_provider(provider)}"
    if subject.unknown:
        yield f"{len(subject.unknown)} keys of the file are no settings"


def _shown(declared: Declared, value: object) -> str:
    """A value where it cannot be anything private, else how much there is of it."""
    if isinstance(value, (bool, int, float)) or (declared.about.choices and value):
        return str(value)
    if declared.section == "hotkeys":
        return str(value) or "none"
    if isinstance(value, tuple):
        return f"({len(value)} entries)"
    return f"({len(str(value))} characters)"


def _provider(provider: Provider) -> str:
    where = "on this machine" if on_this_machine(provider.base_url) else "elsewhere"
    plain = {
        item.name: getattr(provider, item.name)
        for item in dataclasses.fields(Provider)
        if not isinstance(item.default, str) and item.default is not dataclasses.MISSING
    }
    return f"{where}, " + ", ".join(f"{name} {value}" for name, value in plain.items())


def _checks(checks: Sequence[Check]) -> Iterator[str]:
    if not checks:
        yield "(not run)"
    for check in checks:
        name = "provider" if check.name.startswith("provider ") else check.name
        words = f"  {check.words}" if check.name in PLAIN_CHECKS else ""
        yield f"{check.verdict}  {name}{words}"


def _files(subject: Subject) -> Iterator[str]:
    file = subject.config or paths.settings_file()
    yield f"settings: {file} ({'there' if file.exists() else 'none yet'})"
    yield f"crash log: {crash_log_file()}"
    recorded = [path.stat().st_size for path in paths.sessions().glob("*.gpcast")]
    yield f"sessions: {len(recorded)}, {sum(recorded) / 1e6:.1f} MB in {paths.sessions()}"
    with suppress(OSError):  # some file systems do not tell
        yield f"free: {shutil.disk_usage(paths.home().parent).free / 1e9:.1f} GB"
