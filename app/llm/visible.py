"""From a model's raw text to what the user sees, piece by piece as it streams."""

from __future__ import annotations

import re

from app.core.redact import Redactor

_CITATION = re.compile(r"\[[ \t]*\d{1,3}(?:[ \t]*[,;][ \t]*\d{1,3})*[ \t]*\]")
_UNFINISHED = re.compile(r"(?:\[[\d \t,;]{0,80}|`+)\Z")
LONGEST_CITATION = 80
"""Characters of one bracket with numbers; a longer one is something else."""
_NUMBER = re.compile(r"\d+")
_THINK_OPEN, _THINK_CLOSE = "<think>", "</think>"


class Citations:
    """Finds citations like ``[1]`` or ``[1, 3]`` and marks those that name no passage.

    A citation of a passage that was not given becomes ``[7?]``. Brackets inside code are
    left alone, as are links.
    """

    def __init__(self, given: int) -> None:
        self._given = given
        self._held = ""
        self._code = ""
        self._valid: set[int] = set()

    @property
    def valid(self) -> tuple[int, ...]:
        """Passages cited so far, counted from 1, in order."""
        return tuple(sorted(self._valid))

    def feed(self, text: str) -> str:
        """What can be shown now; the start of a possible citation is held back."""
        text = self._held + text
        self._held = ""
        if "[" in text or "`" in text:
            match = _UNFINISHED.search(text)
            if match is None and (last := text.rfind("[")) >= 0:
                match = _CITATION.fullmatch(text, last)  # a link may follow: wait for one more
            if match is not None:
                self._held = text[match.start() :]
                text = text[: match.start()]
        return self._mark(text)

    def finish(self) -> str:
        """The rest, once nothing more comes."""
        text, self._held = self._held, ""
        return self._mark(text)

    def _mark(self, text: str) -> str:
        if not self._code and "`" not in text:
            return self._mark_plain(text) if "[" in text else text
        parts = re.split(r"(`+|\n)", text)
        for index, part in enumerate(parts):
            if part.startswith("`"):
                self._code = self._after_ticks(part)
            elif part == "\n" and len(self._code) < 3:
                self._code = ""  # code within a line ends with it, even if a backtick is lost
            elif not self._code:
                parts[index] = self._mark_plain(part)
        return "".join(parts)

    def _after_ticks(self, ticks: str) -> str:
        """The run of backticks that opened the code we are now in; empty outside code."""
        if not self._code:
            return ticks
        return "" if ticks == self._code else self._code

    def _mark_plain(self, text: str) -> str:
        return _CITATION.sub(lambda found: self._checked(found, text), text)

    def _checked(self, found: re.Match[str], text: str) -> str:
        is_link = text[found.end() : found.end() + 1] == "("
        if is_link or len(found.group()) > LONGEST_CITATION:
            return found.group()
        return _NUMBER.sub(self._number, found.group())

    def _number(self, found: re.Match[str]) -> str:
        number = int(found.group())
        if 1 <= number <= self._given:
            self._valid.add(number)
            return found.group()
        return found.group() + "?"


class Thinking:
    """Takes a leading ``<think>...</think>`` block out of an answer's text."""

    def __init__(self) -> None:
        self._held = ""
        self._state = "start"

    def feed(self, text: str) -> str:
        """The part that is not thinking."""
        if self._state == "answer":
            return text
        text = self._held + text
        self._held = ""
        if self._state == "start":
            start = text.lstrip()
            if not start.startswith(_THINK_OPEN):
                if _THINK_OPEN.startswith(start):
                    self._held = text
                    return ""
                self._state = "answer"
                return text
            self._state = "thinking"
            text = start[len(_THINK_OPEN) :]
        _, closed, rest = text.partition(_THINK_CLOSE)
        if not closed:
            self._held = text[-len(_THINK_CLOSE) :]
            return ""
        self._state = "answer"
        return rest.lstrip()

    def finish(self) -> str:
        """What was held back and turned out to be answer."""
        text, self._held = self._held, ""
        return text if self._state == "start" else ""


class Masked:
    """Takes secrets out of an answer while it streams, however the stream cuts them."""

    def __init__(self, redactor: Redactor | None) -> None:
        self._redactor = redactor
        self._held = ""

    def feed(self, text: str) -> str:
        """What can be shown now; the start of a possible secret is held back."""
        if self._redactor is None or not text:
            return text
        text = self._held + text
        cut = len(text) - self._redactor.hold_back(text)
        self._held = text[cut:]
        return self._redactor.clean(text[:cut])

    def finish(self) -> str:
        """The rest, once nothing more comes."""
        text, self._held = self._held, ""
        return self._redactor.clean(text) if self._redactor is not None else text
