"""Colours the words of a code listing by their kind; knows no language before the first one."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

Kind = Literal["plain", "keyword", "string", "number", "comment", "name"]
Piece = tuple[str, Kind]

_MOST = 20_000
"""Characters; a longer listing is shown without colours, at once."""


@lru_cache(maxsize=64)
def pieces(code: str, language: str) -> tuple[Piece, ...]:
    """The code in pieces that join to exactly the code, each with its kind."""
    if not language or language == "text" or len(code) > _MOST:
        return ((code, "plain"),)
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return ((code, "plain"),)
    found: list[Piece] = []
    for token, text in lexer.get_tokens(code):
        kind = _kind(str(token))
        if found and found[-1][1] == kind:
            found[-1] = (found[-1][0] + text, kind)
        else:
            found.append((text, kind))
    if "".join(text for text, _ in found) != code:
        return ((code, "plain"),)
    return tuple(found)


def _kind(token: str) -> Kind:
    """Pygments' token names, which are dotted and general first, as one of a few kinds."""
    name = token.removeprefix("Token.")
    if name.startswith("Comment"):
        return "comment"
    if name.startswith(("Keyword", "Operator.Word", "Name.Tag")):
        return "keyword"
    if name.startswith("Literal.String"):
        return "string"
    if name.startswith("Literal.Number"):
        return "number"
    if name.startswith(("Name.Function", "Name.Class", "Name.Builtin", "Name.Decorator")):
        return "name"
    return "plain"
