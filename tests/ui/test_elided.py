"""A label of fixed height that shortens what does not fit."""

from __future__ import annotations

import pytest

from app.ui.elided import ElidedLabel

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_the_height_follows_the_lines_not_the_text(lines: int) -> None:
    short = ElidedLabel("excerpt", "one", lines)
    long = ElidedLabel("excerpt", "many words " * 80, lines)
    assert short.sizeHint().height() == long.sizeHint().height()
    long.resize(180, long.sizeHint().height())
    assert not long.grab().isNull()
    assert long.text().startswith("many words many")
