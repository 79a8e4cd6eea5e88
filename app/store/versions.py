"""Settings of other versions: older ones are brought up to date and kept aside, newer refused."""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import GhostPilotError
from app.store.files import write_whole

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

VERSION = 1
"""Of the settings file; written as ``version`` at its top. A file without one is of version 1."""
Step = Callable[["TOMLDocument"], None]
STEPS: Mapping[int, Step] = {}
"""What changes a file of each older version into one of the next."""


def version_of(text: str, file: Path) -> int:
    """The version a settings text states; 1 for one that states none or cannot be read.

    Raises `GhostPilotError` when it states something else than a number from 1.
    """
    try:
        stated = tomllib.loads(text).get("version", 1)
    except tomllib.TOMLDecodeError:
        return 1  # the reader of the file tells what is wrong with it
    if type(stated) is not int or stated < 1:
        raise GhostPilotError(
            f"The settings file {file} states the version {stated!r}",
            next_step="Remove that line, or write version = 1.",
        )
    return stated


def refuse_newer(text: str, file: Path, *, version: int = VERSION) -> int:
    """The version of a settings text; raises `GhostPilotError` when it is from a later program."""
    stated = version_of(text, file)
    if stated > version:
        raise GhostPilotError(
            f"The settings file {file} is from a newer GhostPilot",
            f"it has version {stated}, this program knows {version}",
            "Update GhostPilot, or move the file away to start from the defaults.",
        )
    return stated


def brought_up(
    text: str, file: Path, *, steps: Mapping[int, Step] = STEPS, version: int = VERSION
) -> str:
    """The text in the form of this version; the file follows, and the old one stays beside it.

    The old file is kept as ``settings.v1.toml``. Where nothing can be written the new form
    counts for this run alone. Comments, order and unknown keys stay. Raises `GhostPilotError`
    for a file of a newer version.
    """
    stated = refuse_newer(text, file, version=version)
    if stated == version:
        return text
    import tomlkit

    document = tomlkit.parse(text)
    for number in range(stated, version):
        steps[number](document)
    if "version" in document:
        document["version"] = version
        new = tomlkit.dumps(document)
    else:
        new = f"version = {version}\n" + tomlkit.dumps(document)
    with contextlib.suppress(GhostPilotError):  # a read-only file is read all the same
        write_whole(kept_aside(file, stated), text.encode())
        write_whole(file, new.encode())
    return new


def kept_aside(file: Path, version: int) -> Path:
    """Where the file of an older version is kept."""
    return file.with_name(f"{file.stem}.v{version}{file.suffix}")
