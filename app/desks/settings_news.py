"""What the user is told of the settings file: what counts, what does not, and what is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from app.core.declared import Declared
from app.core.errors import GhostPilotError
from app.core.events import Info, Problem
from app.core.settings import declarations
from app.ui.language import tr
from app.ui.setting_words import label_words

_NO_SETTING = "There is no setting "


def taken_over(keys: Sequence[str]) -> Info:
    """These settings were changed in the file by hand and count from now on."""
    what = ", ".join(label_of(key) for key in keys)
    return Info("settings", note=tr("Taken over from the settings file: {what}").format(what=what))


def unreadable(error: GhostPilotError) -> Problem:
    """The file cannot be read, or says what no setting can be."""
    return Problem("settings", error.title, error.detail, f"{error.next_step} {_until_then()}")


def impossible(error: GhostPilotError) -> Problem:
    """What the file says can be read, and cannot be had."""
    return Problem(
        "settings",
        tr("What the settings file says does not work: {why}").format(why=error.title),
        error.detail,
        f"{error.next_step} {_until_then()}".strip(),
    )


def in_one(problems: Iterable[Problem], file: Path) -> list[Problem]:
    """The same problems, with those of unknown settings as a single one."""
    unknown = [problem for problem in problems if problem.title.startswith(_NO_SETTING)]
    rest = [problem for problem in problems if problem not in unknown]
    return [*rest, unknown_as_one(unknown, file)] if len(unknown) > 1 else [*rest, *unknown]


def unknown_as_one(problems: Sequence[Problem], file: Path) -> Problem:
    """What a file knows and this version does not, in one."""
    names = ", ".join(problem.title.removeprefix(_NO_SETTING) for problem in problems)
    return Problem(
        "settings",
        tr("The settings file knows more than this version"),
        f"{file}: {names}",
        tr("These are ignored and kept; a newer GhostPilot may have written them."),
    )


def declaration_of(key: str) -> Declared | None:
    """How a setting is declared; None for what is none, as ``providers``."""
    return next((declared for declared in declarations() if declared.key == key), None)


def label_of(key: str) -> str:
    """What a setting is called in the windows."""
    declared = declaration_of(key)
    return label_words(declared) if declared is not None else tr(key.capitalize())


def _until_then() -> str:
    return tr("Until then the settings stay as they were.")
