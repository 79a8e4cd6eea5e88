"""How markdown looks: colours, the size of an em, and marks on blocks that are painted behind."""

from __future__ import annotations

from dataclasses import dataclass

CODE_PROPERTY = 0x100001  # the first numbers Qt leaves to programs
"""Set on the blocks of a code listing, so that the view paints a plate behind them."""
QUOTE_PROPERTY = 0x100002
"""The depth of a quotation, so that the view paints a bar beside it."""


@dataclass(frozen=True, slots=True)
class Look:
    """Colours (as ``#rrggbb``) and the size of an em in pixels."""

    text: str
    strong: str
    link: str
    code: str
    keyword: str
    string: str
    comment: str
    rule: str
    em: float
