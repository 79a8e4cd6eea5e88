"""Hides what is personal before it is sent, and puts it back into the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

KINDS = ("email", "phone", "card", "key")
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.])(?:\+|00)?\(?\d(?:[ \-/().]{0,2}\d){6,14}(?![\w])")
_DATE = re.compile(r"(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.](?:19|20)\d\d")
_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
_KEY = re.compile(
    r"\b(?:sk|pk|rk|ghp|gho|ghs|glpat|xox[abp]|hf|gsk)[-_][A-Za-z0-9_\-]{16,}"
    r"|\bAKIA[A-Z0-9]{16}\b|\bAIza[A-Za-z0-9_\-]{30,}"
    r"|\beyJ[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-]+"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----"
)
_MARK = re.compile(r"\[(EMAIL|PHONE|CARD|KEY|TERM)_(\d{1,4})\]")
_UNFINISHED = re.compile(r"\[(?:[A-Z]{0,5}|(?:EMAIL|PHONE|CARD|KEY|TERM)_\d{0,4})$")


class Concealer:
    """Replaces each find by a mark such as ``[EMAIL_1]``, the same find always by the same.

    One object serves one question, so its marks mean the same in every part of the prompt.
    ``kinds`` are among `KINDS`; ``terms`` are words of the user's own choice.
    """

    def __init__(self, kinds: Sequence[str], terms: Sequence[str] = ()) -> None:
        self._kinds = set(kinds)
        found = [re.escape(term.strip()) for term in terms if term.strip()]
        longest_first = sorted(found, key=len, reverse=True)
        self._terms = (
            re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)
            if found
            else None
        )
        self._words = {word for term in terms for word in term.casefold().split()}
        self._marks: dict[str, str] = {}
        self._values: dict[str, str] = {}
        self._taken: set[str] = set()

    @property
    def active(self) -> bool:
        """Whether anything would be hidden at all."""
        return bool(self._kinds) or self._terms is not None

    def may_leave(self, name: str) -> bool:
        """Whether a name can be told by itself: neither hidden nor a word of what is."""
        return name.casefold() not in self._words and self.hide(name) == name

    def hide(self, text: str) -> str:
        """The text with marks. Marks that already stand in it are left as they are."""
        self._taken.update(found.group() for found in _MARK.finditer(text))
        if self._terms is not None:
            text = self._terms.sub(lambda found: self._mark("TERM", found.group()), text)
        if "key" in self._kinds:
            text = _KEY.sub(lambda found: self._mark("KEY", found.group()), text)
        if "email" in self._kinds:
            text = _EMAIL.sub(lambda found: self._mark("EMAIL", found.group()), text)
        if "card" in self._kinds:
            text = _CARD.sub(self._card, text)
        if "phone" in self._kinds:
            text = _PHONE.sub(self._phone, text)
        return text

    def show(self, text: str) -> str:
        """The text with every mark of ours put back."""
        return _MARK.sub(lambda found: self._values.get(found.group(), found.group()), text)

    def _mark(self, kind: str, value: str) -> str:
        known = self._marks.get(value)
        if known is not None:
            return known
        number = 1
        while (mark := f"[{kind}_{number}]") in self._values or mark in self._taken:
            number += 1
        self._marks[value] = mark
        self._values[mark] = value
        return mark

    def _card(self, found: re.Match[str]) -> str:
        digits = [int(digit) for digit in found.group() if digit.isdigit()]
        doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
        valid = (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
        return self._mark("CARD", found.group()) if valid else found.group()

    def _phone(self, found: re.Match[str]) -> str:
        text = found.group()
        return text if _DATE.fullmatch(text) else self._mark("PHONE", text)


class Revealer:
    """Puts marks back while an answer streams, however the stream cuts them."""

    def __init__(self, concealer: Concealer) -> None:
        self._concealer = concealer
        self._held = ""

    def feed(self, text: str) -> str:
        """What can be shown now; the start of a possible mark is held back."""
        text = self._held + text
        unfinished = _UNFINISHED.search(text)
        cut = unfinished.start() if unfinished else len(text)
        self._held = text[cut:]
        return self._concealer.show(text[:cut])

    def finish(self) -> str:
        """The rest, once nothing more comes."""
        text, self._held = self._held, ""
        return self._concealer.show(text)
