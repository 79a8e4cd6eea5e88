"""A screenshot is a PNG of the screen, and the overlay is back afterwards."""

from __future__ import annotations

import pytest
from PyQt6.QtGui import QImage, QPixmap, QScreen
from PyQt6.QtWidgets import QWidget

from app.core.errors import GhostPilotError
from app.ui.screen_grab import grab_screen


async def test_the_overlay_is_hidden_for_the_grab_and_shown_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    overlay = QWidget()
    overlay.show()
    seen: list[bool] = []

    def grab(screen: QScreen) -> QPixmap:
        seen.append(overlay.isVisible())
        picture = QPixmap(40, 30)
        picture.fill()
        return picture

    monkeypatch.setattr(QScreen, "grabWindow", grab)
    png = await grab_screen(overlay)
    assert (QImage.fromData(png).width(), QImage.fromData(png).height()) == (40, 30)
    assert seen == [False]
    assert overlay.isVisible()
    overlay.close()


async def test_no_picture_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    overlay = QWidget()
    monkeypatch.setattr(QScreen, "grabWindow", lambda screen: QPixmap())
    with pytest.raises(GhostPilotError, match="could not be captured"):
        await grab_screen(overlay)
    assert not overlay.isVisible()
