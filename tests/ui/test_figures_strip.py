"""Waits stand there at once; talk and repetitions follow when the session has been read."""

from __future__ import annotations

from PyQt6.QtWidgets import QLabel, QWidget

from app.core.events import Egress
from app.desks.sessions import SessionDesk
from app.store.statistics import Latency
from app.ui.consent_words import size
from app.ui.figures_strip import FiguresStrip
from tests.recorded import QUESTIONS, conversation, record


async def test_waits_come_first(desk: SessionDesk) -> None:
    strip = FiguresStrip()
    strip.show_latency({"first token": Latency(3, 412.0, 1840.0)})
    assert strip.words == ["-", "412 ms / 1.8 s", "-", "…", "…", "…", "…"]
    name = record(conversation((*QUESTIONS, QUESTIONS[0]))).name
    strip.show_talk((await desk.details(name)).figures)
    share, pace, again = strip.words[3:6]
    assert share == "0%"
    assert pace.endswith(" / -") and int(pace.split()[0]) > 100
    assert again == "1"


async def test_what_cannot_be_read_is_a_dash() -> None:
    strip = FiguresStrip()
    strip.show_talk(None)
    strip.show_sent(None)
    assert strip.words[3:] == ["-", "- / -", "0", "-"]


async def test_what_left_this_machine_is_told_with_its_receivers(desk: SessionDesk) -> None:
    strip = FiguresStrip()
    away = Egress("far", "api.example.com", ("talk", "passages"), 2048, at=3.0)
    here = Egress("here", "127.0.0.1:8080", ("talk",), 4096, at=4.0)
    details = await desk.details(record([*conversation(QUESTIONS), away, away, here]).name)
    strip.show_sent(details.sent)
    assert strip.words[6] == size(4096)
    tip = strip.findChildren(QLabel)[12].toolTip()
    assert tip.startswith("api.example.com: ") and tip.endswith("in 2 requests")
    assert "passages of your notes" in tip and "127.0.0.1" not in tip
    strip.show_sent(details.sent[1:])
    assert strip.words[6] == "nothing"


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
