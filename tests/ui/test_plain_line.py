"""A label shows what it is given, letter for letter."""

from __future__ import annotations

from app.ui.plain_line import plain_line


async def test_a_line_shows_what_it_is_given_as_plain_text() -> None:
    line = plain_line("quiet", "<b>folder</b>")
    assert line.sizeHint().width() > line.fontMetrics().horizontalAdvance("folder") * 1.5
    assert line.objectName() == "quiet"
    assert line.wordWrap()
