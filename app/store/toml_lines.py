"""The line on which something stands in a TOML text, for messages about the settings file."""

from __future__ import annotations

import re


def line_of(text: str, section: str, name: str | None, number: int = 0) -> int:
    """The line, from 1, of a key in a section, or of the section's n-th heading."""
    current, headings = "", 0
    for line_number, line in enumerate(text.splitlines(), start=1):
        heading = re.match(r"\s*\[+\s*[\"']?([^\]\"']+?)[\"']?\s*\]", line)
        if heading:
            current = heading[1]
            headings += current == section
            if name is None and headings == number + 1:
                return line_number
        elif current == section and re.match(rf"\s*[\"']?{re.escape(name or '')}[\"']?\s*=", line):
            return line_number
        elif not current and re.match(rf"\s*[\"']?{re.escape(section)}\b", line):
            return line_number
    return 1
