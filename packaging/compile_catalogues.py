"""Turns every `assets/locale/*/LC_MESSAGES/ghostpilot.po` into the `.mo` file the program reads.

    python packaging/compile_catalogues.py [--check]

With --check nothing is written; it ends with 1 when a `.mo` file is not what its `.po` gives.
Only what these catalogues use is understood: comments, msgid, msgstr and continued lines.
"""

from __future__ import annotations

import ast
import struct
import sys
from pathlib import Path

LOCALE = Path(__file__).parent.parent / "assets" / "locale"
HEADER = "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
"""Written by us, so that no merge of catalogues can lose it."""
_MAGIC, _HEADER = 0x950412DE, 7 * 4


def read_po(text: str) -> dict[str, str]:
    """The translations of a catalogue by their English text; the header under the empty text."""
    entries: list[list[str]] = []
    part = 0
    for line in text.splitlines():
        if line.startswith("msgid "):
            entries.append(["", ""])
            part, line = 0, line.removeprefix("msgid ")
        elif line.startswith("msgstr "):
            part, line = 1, line.removeprefix("msgstr ")
        if line.startswith('"'):
            entries[-1][part] += ast.literal_eval(line)
    texts = {english: translated for english, translated in entries if translated}
    return texts | {"": HEADER}


def to_mo(catalogue: dict[str, str]) -> bytes:
    """The catalogue in the binary form of gettext: two sorted tables and the texts."""
    pairs = sorted((one.encode(), other.encode()) for one, other in catalogue.items())
    tables = _HEADER + 16 * len(pairs)
    texts, index = b"", []
    for side in (0, 1):
        for pair in pairs:
            index += [len(pair[side]), tables + len(texts)]
            texts += pair[side] + b"\0"
    count = len(pairs)
    header = (_MAGIC, 0, count, _HEADER, _HEADER + 8 * count, 0, tables)
    return struct.pack(f"<7I{len(index)}I", *header, *index) + texts


def main() -> int:
    stale = 0
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/ghostpilot.po")):
        compiled = to_mo(read_po(source.read_text(encoding="utf-8")))
        target = source.with_suffix(".mo")
        if "--check" not in sys.argv:
            target.write_bytes(compiled)
        elif not target.exists() or target.read_bytes() != compiled:
            print(f"{target} is not up to date: run packaging/compile_catalogues.py")
            stale = 1
    return stale


if __name__ == "__main__":
    raise SystemExit(main())
