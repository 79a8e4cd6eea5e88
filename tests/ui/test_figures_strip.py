"""Waits stand there at once; talk and repetitions follow when the session has been read."""

from __future__ import annotations

from PyQt6.QtWidgets import QWidget

from app.desks.sessions import SessionDesk
from app.store.statistics import Latency
from app.ui.figures_strip import FiguresStrip
from tests.recorded import QUESTIONS, conversation, record


async def test_waits_come_first(desk: SessionDesk) -> None:
    strip = FiguresStrip()
    strip.show_latency({"first token": Latency(3, 412.0, 1840.0)})
    assert strip.words == ["-", "412 ms / 1.8 s", "-", "…", "…", "…"]
    name = record(conversation((*QUESTIONS, QUESTIONS[0]))).name
    strip.show_talk((await desk.details(name)).figures)
    share, pace, again = strip.words[3:]
    assert share == "0%"
    assert pace.endswith(" / -") and int(pace.split()[0]) > 100
    assert again == "1"


async def test_what_cannot_be_read_is_a_dash() -> None:
    strip = FiguresStrip()
    strip.show_talk(None)
    assert strip.words[3:] == ["-", "- / -", "0"]


async def test_it_breaks_where_the_window_is_narrow() -> None:
    window = QWidget()
    strip = FiguresStrip(window)
    window.show()
    strip.resize(1200, 100)
    one_row = strip.sizeHint().height()
    strip.resize(strip.minimumSizeHint().width() * 2 + 60, 100)
    assert strip.sizeHint().height() > one_row
    for cell in strip._cells:
        assert all(part.x() + part.width() <= strip.width() for part in cell)
    strip.resize(1200, 100)
    assert strip.sizeHint().height() == one_row
    window.close()
