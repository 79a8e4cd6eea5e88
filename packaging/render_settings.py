"""Write ``docs/settings.md`` from the declarations of the settings, so that it cannot differ.

Run it after a setting was added or changed: ``python packaging/render_settings.py``.
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.core.declared import Declared

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "settings.md"
HEAD = """# Settings

Written by `packaging/render_settings.py` from `app/core/sections.py`.

The settings file is TOML: `~/.config/GhostPilot/settings.toml` on Linux, `%APPDATA%\\GhostPilot`
on Windows, `~/Library/Application Support/GhostPilot` on macOS; with `GHOSTPILOT_HOME` set,
`settings.toml` there. What is not in the file has its default. A value that does not fit is refused
with its line and what would fit. `--config FILE` reads another file for one run. The last column
says when a change made while the program runs counts: at the next use (live), after what it
concerns was built anew (rebuild), or at the next start (restart). That holds for an edit of the
file by hand, too: the running program notices it.

The Settings tab of the window changes the same file and keeps your comments in it.

Providers are tables of their own; see [Providers and privacy](providers.md).
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """The whole page: a table for each section of the file."""
    sys.path.insert(0, str(ROOT))
    from app.core.settings import declarations

    lines = [HEAD]
    for section, settings in groupby(declarations(), key=lambda item: item.section):
        lines += [f"## [{section}]", "", "| name | what | default | may be | counts |"]
        lines.append("|---|---|---|---|---|")
        for item in settings:
            about = item.about
            cells = (
                f"`{item.name}`",
                about.label + (f" ({about.unit})" if about.unit else ""),
                f"`{toml(item.default)}`",
                limits(item),
                about.applies,
            )
            lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
        lines.append("")
    return "\n".join(lines)


def toml(value: object) -> str:
    """A default as it would stand in the file; a long text is cut."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(toml(one) for one in value)}]"
    if isinstance(value, str):
        return f'"{value if len(value) <= 40 else value[:37] + "..."}"'
    return str(value)


def limits(item: Declared) -> str:
    """What a value may be, in words."""
    about = item.about
    if about.choices:
        return ", ".join(f"`{choice}`" for choice in about.choices)
    if about.low is not None and about.high is not None:
        return f"{about.low:g} to {about.high:g}"
    return f"at least {about.low:g}" if about.low is not None else ""


if __name__ == "__main__":
    main()
