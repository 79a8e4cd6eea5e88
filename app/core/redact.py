"""Keep secrets out of everything that is written down, even when one arrives in pieces."""

from __future__ import annotations

import re

MASK = "[redacted]"

_PATTERNS = re.compile(
    r"sk-[A-Za-z0-9_\-]{16,}"  # OpenAI, OpenRouter, DeepSeek and others that copy the form
    r"|AIza[A-Za-z0-9_\-]{30,}"  # Google
    r"|gsk_[A-Za-z0-9]{20,}"  # Groq
    r"|(?<=Bearer )[A-Za-z0-9._\-]{16,}"
)

_UNFINISHED = re.compile(
    r"(?:sk-[A-Za-z0-9_\-]*|AIza[A-Za-z0-9_\-]*|gsk_[A-Za-z0-9]*|Bearer [A-Za-z0-9._\-]*"
    r"|sk|s|AIz|AI|A|gsk|gs|g|Bearer|Beare|Bear|Bea|Be|B)\Z"
)


class Redactor:
    """Removes registered key values and anything that looks like one."""

    def __init__(self) -> None:
        self._secrets: frozenset[str] = frozenset()  # replaced whole: read by several threads
        self._literal: re.Pattern[str] | None = None

    def register(self, secret: str) -> None:
        """Remember a live key; values shorter than 8 characters are too common to mask."""
        if len(secret) < 8 or secret in self._secrets:
            return
        self._secrets |= {secret}
        longest_first = sorted(self._secrets, key=len, reverse=True)
        self._literal = re.compile("|".join(map(re.escape, longest_first)))

    def clean(self, text: str) -> str:
        """The text without secrets."""
        if self._literal is not None:
            text = self._literal.sub(MASK, text)
        return _PATTERNS.sub(MASK, text)

    def hold_back(self, text: str) -> int:
        """How many characters at the end may be the start of a secret still arriving."""
        unfinished = _UNFINISHED.search(text)
        held = len(text) - unfinished.start() if unfinished else 0
        for secret in self._secrets:
            for size in range(min(len(secret) - 1, len(text)), held, -1):
                if text.endswith(secret[:size]):
                    held = size
                    break
        if held and self._literal is not None:  # a whole secret may end like the start of one
            cut = len(text) - held
            for found in self._literal.finditer(text):
                if found.start() < cut < found.end():
                    return len(text) - found.start()
        return held
