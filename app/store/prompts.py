"""Reads prompt files: markdown with a small front matter, the user's over the shipped ones."""

from __future__ import annotations

import asyncio
import difflib
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, cast, get_args

from app.core import paths
from app.core.errors import GhostPilotError
from app.core.events import Kind
from app.core.prompt import Prompt, choose
from app.core.sections import MODES
from app.store.files import write_whole

LENGTHS = ("short", "medium", "long")
LONGEST = 100_000
"""Bytes of a prompt file; a larger one is a mistake."""

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Listed:
    """One prompt file of either folder, usable or not."""

    name: str
    title: str
    shipped: bool
    """One of this name came with the program."""
    own: bool
    """The user has a file of this name."""
    modes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    trouble: str = ""
    """Why the user's file cannot be used."""


class PromptFolder:
    """The shipped prompts and the user's own, which win by file name.

    Files are read anew for every question, so an edit counts at the next one.
    """

    def __init__(self, shipped: Path | None = None, own: Path | None = None) -> None:
        self._shipped = shipped or paths.shipped("prompts")
        self._own = own or paths.prompts()

    async def prompt_for(self, mode: str, kind: Kind) -> Prompt:
        """The prompt for a question, read in a thread.

        It carries the warnings of all new files of the user's that are broken, since those
        have no shipped prompt to stand in for them.
        """
        prompts, warnings = await _in_thread(self._read)
        prompt = choose(prompts, mode, kind)
        if prompt.warning:
            warnings.insert(0, prompt.warning)
        return _warned(prompt, "; ".join(warnings)) if warnings else prompt

    def read(self) -> list[Prompt]:
        """Every prompt, by id. A broken file of the user's is replaced by the shipped one.

        The stand-in carries a warning that names the file and what is wrong. Blocking.
        """
        return self._read()[0]

    def _read(self) -> tuple[list[Prompt], list[str]]:
        """Every prompt, and what is wrong with files that nothing stands in for."""
        found = {path.stem: read_prompt(path) for path in sorted(self._shipped.glob("*.md"))}
        warnings = []
        for path in sorted(self._own.glob("*.md")):
            try:
                found[path.stem] = read_prompt(path, own=True)
            except GhostPilotError as error:
                if path.stem in found:
                    found[path.stem] = _warned(found[path.stem], str(error))
                else:
                    warnings.append(str(error))
        return list(found.values()), warnings

    def listing(self) -> list[Listed]:
        """Every prompt file by name, the user's broken ones too. Blocking."""
        shipped = {path.stem: path for path in self._shipped.glob("*.md")}
        own = {path.stem: path for path in self._own.glob("*.md")}
        found = []
        for name in sorted(shipped.keys() | own.keys()):
            prompt, trouble = None, ""
            try:
                prompt = read_prompt(own.get(name) or shipped[name])
            except GhostPilotError as error:
                trouble = error.detail or error.title
            title, modes, kinds = (
                (prompt.title, prompt.modes, prompt.kinds) if prompt else ("", (), ())
            )
            found.append(Listed(name, title, name in shipped, name in own, modes, kinds, trouble))
        return found

    def text(self, name: str, *, shipped: bool = False) -> str:
        """The file's text as the user would edit it; empty when there is none. Blocking."""
        for folder in (self._shipped,) if shipped else (self._own, self._shipped):
            path = folder / f"{_safe(name)}.md"
            if path.is_file():
                return _text_of(path)
        return ""

    def save(self, name: str, text: str) -> Prompt:
        """Keep a prompt in the user's folder; raises `GhostPilotError` if it is broken."""
        prompt = parse_prompt(_safe(name), text, own=True)
        if len(text.encode()) > LONGEST:
            raise _broken(name, "it is too large to be a prompt")
        write_whole(self._own / f"{prompt.id}.md", text.encode())
        return prompt

    def restore(self, name: str) -> None:
        """Remove the user's version, so that the shipped one counts again. Blocking."""
        path = self._own / f"{_safe(name)}.md"
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise GhostPilotError(
                f"{path} cannot be removed",
                error.strerror or str(error),
                "Change the permissions of its folder.",
            ) from error

    def difference(self, name: str) -> str:
        """What the user changed, as a unified diff against the shipped file. Blocking."""
        before, after = self.text(name, shipped=True), self.text(name)
        lines = difflib.unified_diff(
            before.splitlines(keepends=True), after.splitlines(keepends=True), "shipped", "yours"
        )
        return "".join(lines)


def read_prompt(path: Path, *, own: bool = False) -> Prompt:
    """One prompt file; raises `GhostPilotError` that names it."""
    return parse_prompt(path.stem, _text_of(path), own=own)


def _text_of(path: Path) -> str:
    """The text of a prompt file; raises `GhostPilotError` that names it."""
    try:
        if path.stat().st_size > LONGEST:
            raise _broken(path.name, "it is too large to be a prompt")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _broken(path.name, f"it cannot be read ({error})") from error


def parse_prompt(name: str, text: str, *, own: bool = False) -> Prompt:
    """A prompt from the text of its file; raises `GhostPilotError` that names what is wrong."""
    version = hashlib.sha256(text.encode()).hexdigest()[:8]
    fields, body = _split(name, text.replace("\r\n", "\n"))
    values: dict[str, Any] = {}
    for key, value in fields.items():
        reader = _FIELDS.get(key)
        if reader is None:
            raise _broken(name, f"it has a field {key!r}, known are {', '.join(_FIELDS)}")
        try:
            values[key.replace(" ", "_")] = reader(value)
        except ValueError as error:
            raise _broken(name, f"its {key} cannot be {value!r}: {error}") from error
    if not body.strip():
        raise _broken(name, "it has no text")
    return Prompt(id=name, version=version, text=body.strip(), own=own, **values)


def _split(name: str, text: str) -> tuple[dict[str, str], str]:
    if not text.startswith("---\n"):
        return {}, text
    head, closed, body = text[4:].partition("\n---")
    if not closed:
        raise _broken(name, "its front matter has no closing ---")
    fields = {}
    for line in head.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, colon, value = line.partition(":")
        if not colon:
            raise _broken(name, f"the line {line!r} of its front matter has no colon")
        fields[key.strip().lower().replace("_", " ")] = value.strip().strip("'\"")
    return fields, body.partition("\n")[2]


def _listed(value: str) -> list[str]:
    return [item.strip().strip("'\"") for item in value.strip("[]").split(",") if item.strip()]


def _among(choices: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    def read(value: str) -> tuple[str, ...]:
        items = tuple(_listed(value))
        for item in items:
            if item not in choices:
                raise ValueError(f"{item!r} is not one of {', '.join(choices)}")
        return items

    return read


def _number(low: float, high: float, kind: type[int] | type[float]) -> Callable[[str], float]:
    def read(value: str) -> float:
        number = kind(value)
        if not low <= number <= high:
            raise ValueError(f"it must be from {low} to {high}")
        return number

    return read


def _length(value: str) -> str:
    if value not in LENGTHS:
        raise ValueError(f"it must be one of {', '.join(LENGTHS)}")
    return value


_FIELDS: dict[str, Callable[[str], Any]] = {
    "title": str,
    "modes": _among(MODES),
    "kinds": cast(Callable[[str], Any], _among(get_args(Kind))),
    "model": str,
    "temperature": _number(0.0, 2.0, float),
    "max tokens": _number(1, 100_000, int),
    "language": str,
    "length": _length,
}


def _warned(prompt: Prompt, warning: str) -> Prompt:
    return replace(prompt, warning=warning)


def _safe(name: str) -> str:
    """The name, if it is a plain file name."""
    if not name or Path(name).name != name or name.startswith("."):
        raise GhostPilotError(f"A prompt cannot be called {name!r}")
    return name


def _broken(name: str, why: str) -> GhostPilotError:
    return GhostPilotError(
        f"The prompt {name} cannot be used", why, "Correct it, or restore the shipped one."
    )


async def _in_thread(work: Callable[[], Read]) -> Read:
    executor = ThreadPoolExecutor(1, thread_name_prefix="prompts")
    try:
        return await asyncio.get_running_loop().run_in_executor(executor, work)
    finally:
        executor.shutdown(wait=False)
