"""A small picture stands for the screenshot that goes along with a question."""

from __future__ import annotations

from PyQt6.QtGui import QImage

from app.core import settings
from app.core.events import Question
from app.ui.overlay import Overlay
from app.ui.screen_grab import _as_png
from app.ui.thumbnail import LARGEST, Thumbnail, make_thumbnail


def picture(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    return _as_png(image)


async def test_it_is_scaled_down_and_keeps_its_shape() -> None:
    small = await make_thumbnail(picture(3840, 2160))
    assert (small.width(), small.height()) == (341, 192)
    label = Thumbnail()
    label.show_picture(small)
    assert label.sizeHint().height() <= LARGEST.height()
    assert label.has_picture and label.accessibleName()
    label.show_picture(None)
    assert not label.has_picture
    assert (await make_thumbnail(b"no picture")).isNull()


async def test_it_stands_with_its_question_and_with_no_other() -> None:
    overlay = Overlay(settings.Overlay(), on_problem=lambda problem: None)
    overlay.show()
    thumbnail = overlay._content.thumbnail
    overlay.show_event(Question("q1", 0, "What is heard?", "technical", "them", 0.0))
    overlay.show_picture(await make_thumbnail(picture(640, 480)))
    overlay.flush()
    assert thumbnail.isHidden()
    overlay.show_event(Question("q2", 0, "What is on the screen?", "technical", "me", 1.0))
    overlay.flush()
    assert not thumbnail.isHidden()
    overlay.show_event(Question("q3", 0, "And now?", "technical", "me", 2.0))
    overlay.flush()
    assert thumbnail.isHidden()
    overlay.previous_answer()
    assert not thumbnail.isHidden()
    overlay.close()
