"""The overlay draws what the pipeline says, keeps up with it, and never takes the focus."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import QLabel

from app.core import settings
from app.core.events import (
    Answer,
    AnswerDelta,
    Attempt,
    Event,
    Health,
    Info,
    Passage,
    Passages,
    Problem,
    Question,
    Status,
    Timing,
    Transcript,
    Why,
)
from app.ui.consent_source import ConsentFacts
from app.ui.overlay import Overlay
from tests.recorded import PATIENCE_S, until

PASSAGE = Passage(
    "p", "Roll back first.", "deploys.md", "Rollback", "/n/deploys.md", 7, 1.0, Why(1, 1)
)
PASSAGES = Passages("q1", True, 3.0, (PASSAGE,))
TURN: list[Event] = [
    Status("listening", recording=True),
    Transcript("u1", "them", "How do you roll back?", 0.0, 1.0, True),
    Question("q1", 0, "How do you roll back?", "technical", "them", 1.0),
    PASSAGES,
    Attempt("q1", "local", "m", "started", 0.0),
    AnswerDelta("q1", "Roll **back** "),
    AnswerDelta("q1", "first."),
]
END = Answer("q1", "Roll **back** first.", "local", "m", "complete", Timing(40.0, 90.0))


@pytest.fixture
def problems() -> list[Problem]:
    return []


@pytest.fixture
async def overlay(problems: list[Problem]) -> AsyncIterator[Overlay]:
    made = Overlay(settings.Overlay(), on_problem=problems.append)
    yield made
    made.hide()  # one that is seen looks at what is behind it, also in the tests that follow


def shown(overlay: Overlay) -> list[str]:
    return [
        label.text()
        for label in overlay.findChildren(QLabel)
        if label.isVisibleTo(overlay) and label.text()
    ]


async def test_the_window_stays_on_top_and_takes_no_focus(overlay: Overlay) -> None:
    flags = overlay.windowFlags()
    for flag in (
        Qt.WindowType.FramelessWindowHint,
        Qt.WindowType.WindowStaysOnTopHint,
        Qt.WindowType.Tool,
        Qt.WindowType.WindowDoesNotAcceptFocus,
    ):
        assert flags & flag
    assert overlay.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert overlay.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)


async def test_the_first_frame_is_announced_once(overlay: Overlay) -> None:
    painted = asyncio.Event()
    times: list[int] = []
    overlay.first_painted.connect(lambda: (times.append(1), painted.set()))
    overlay.show()
    await asyncio.wait_for(painted.wait(), PATIENCE_S)
    overlay.repaint()
    await asyncio.sleep(0.05)
    assert times == [1]


async def test_a_turn_is_drawn_by_the_next_frames(overlay: Overlay) -> None:
    overlay.show()
    for event in TURN:
        overlay.show_event(event)
    await until(lambda: overlay.answer_text == "Roll back first.")
    words = shown(overlay)
    assert "How do you roll back?" in words
    assert "deploys.md > Rollback" in words
    assert "● Recording" in words
    overlay.show_event(END)
    await until(lambda: "local  ·  m  ·  40 ms" in shown(overlay))
    assert overlay.answer_text == "Roll back first."


async def test_deltas_of_an_older_question_do_not_disturb_the_newest(overlay: Overlay) -> None:
    for event in [*TURN, Question("q2", 0, "And then?", "technical", "them", 2.0)]:
        overlay.show_event(event)
    overlay.show_event(AnswerDelta("q1", " Late."))
    overlay.flush()
    assert overlay.answer_text == ""
    assert "And then?" in shown(overlay)


async def test_a_revised_question_clears_its_answer(overlay: Overlay) -> None:
    for event in [
        *TURN,
        END,
        Question("q1", 1, "How do you roll back now?", "technical", "them", 2),
    ]:
        overlay.show_event(event)
        overlay.flush()
    assert overlay.answer_text == ""
    assert "How do you roll back now?" in shown(overlay)


async def test_a_problem_stays_until_its_channel_recovers(overlay: Overlay) -> None:
    overlay.show_event(Problem("audio.me", "The microphone is gone", sticky=True))
    overlay.flush()
    assert "The microphone is gone" in shown(overlay)
    overlay.show_event(Health("me", 0.2, "recovered"))
    overlay.flush()
    assert "The microphone is gone" not in shown(overlay)


async def test_a_note_passes(overlay: Overlay) -> None:
    overlay.show_event(Info("failover", "b", "failover from a"))
    overlay.flush()
    assert "failover from a" in shown(overlay)


async def test_a_full_queue_is_told_once_and_the_answer_is_whole_in_the_end(
    overlay: Overlay, problems: list[Problem]
) -> None:
    for event in TURN[:4]:
        overlay.show_event(event)
    for _ in range(6000):
        overlay.show_event(AnswerDelta("q1", "word "))
    assert [problem.where for problem in problems] == ["overlay"]
    await until(lambda: overlay.answer_text)
    overlay.show_event(Answer("q1", "word " * 6000, "local", "m", "complete", Timing(1, 2)))
    await until(lambda: overlay.answer_text.split() == ["word"] * 6000)


async def test_settings_apply_at_once(overlay: Overlay) -> None:
    for event in [*TURN, END]:
        overlay.show_event(event)
    overlay.flush()
    overlay.apply_settings(settings.Overlay(theme="light", font_size=22, width=700))
    assert overlay.width() == 700
    assert "font-size: 22.0pt" in overlay.styleSheet()
    assert overlay.answer_text == "Roll back first."


async def test_the_window_never_grows_over_the_screen(overlay: Overlay) -> None:
    overlay.show()
    for event in [*TURN, Answer("q1", "Line.\n\n" * 400, "l", "m", "complete", Timing(1, 2))]:
        overlay.show_event(event)
    overlay.flush()
    screen = overlay.screen()
    assert screen is not None
    assert overlay.height() <= screen.availableGeometry().height()


async def test_where_nothing_composites_the_panel_is_opaque(problems: list[Problem]) -> None:
    overlay = Overlay(settings.Overlay(opacity=0.5), on_problem=problems.append, translucent=False)
    assert not overlay.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    image = overlay.grab().toImage()
    assert image.pixelColor(3, image.height() // 2).alpha() == 255


async def test_many_warnings_never_cut_each_other(overlay: Overlay) -> None:
    overlay.show()
    for event in [*TURN, Answer("q1", "Line.\n\n" * 60, "l", "m", "complete", Timing(1, 2))]:
        overlay.show_event(event)
    for number in range(5):
        detail = "Something long happened that takes a good deal of words to tell. " * 4
        overlay.show_event(Problem(f"part{number}", f"Trouble {number}", detail, sticky=True))
    overlay.take_keyboard()
    overlay._content.notices.show_whole(True)
    overlay.flush()
    await asyncio.sleep(0.1)
    for label in overlay.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()) - 1, label.text()


async def test_a_warning_before_anything_was_said_is_whole(overlay: Overlay) -> None:
    overlay.show()
    detail = "X11 shows every window to every program. " * 4
    overlay.show_event(Problem("capture", "Screen captures see the overlay", detail))
    await asyncio.sleep(0.1)
    for label in overlay.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.visibleRegion().boundingRect() == label.rect(), label.text()


async def test_recording_is_never_pushed_out_by_a_long_state(overlay: Overlay) -> None:
    overlay.apply_settings(settings.Overlay(width=280))
    overlay.show()
    long = "Not listening. Ctrl+Alt+Shift+Home or the tray begins. " * 2
    overlay.show_event(Status("idle", recording=True, note=long))
    overlay.flush()
    await asyncio.sleep(0.1)
    for label in (overlay._content.footer._state, overlay._content.footer._recording):
        assert label.visibleRegion().boundingRect() == label.rect(), label.text()
        needed = label.sizeHint()
        if label.wordWrap():
            needed = QSize(0, label.heightForWidth(label.width()))
        assert label.size().expandedTo(needed) == label.size(), label.text()


async def test_large_text_on_a_small_screen_is_scrolled_to_and_never_cut(
    overlay: Overlay,
) -> None:
    overlay.apply_settings(settings.Overlay(font_size=30))
    overlay.show()
    overlay.show_consent(
        ConsentFacts("/home/me/sessions", recorded=True, sound_kept=False, sealed=False,
                     keep_days=30)
    )  # fmt: skip
    await asyncio.sleep(0.1)
    consent, content = overlay._content.consent, overlay._content
    assert content.page.scrolls
    assert consent.height() >= consent.heightForWidth(consent.width())
    assert consent._title.visibleRegion().boundingRect() == consent._title.rect()
    assert content.footer.geometry().bottom() < content.height()
    for button in (consent.yes, consent.no, consent.tell):
        assert button.visibleRegion().boundingRect() == button.rect(), button.text()
    last = consent._pairs[-1][1]
    overlay.scroll_answer(1e6)
    assert last.visibleRegion().boundingRect() == last.rect()
    overlay.hide_consent()
    assert not consent.yes.isVisible()


async def test_large_text_shows_the_answer_first_and_the_rest_by_scrolling(
    overlay: Overlay,
) -> None:
    overlay.apply_settings(settings.Overlay(font_size=40))
    overlay.show()
    for event in (*TURN[:-2], AnswerDelta("q1", "Roll back. " * 80)):
        overlay.show_event(event)
    overlay.flush()
    await asyncio.sleep(0.1)
    content = overlay._content
    assert content.page.scrolls
    assert content.answer.visibleRegion().boundingRect() == content.answer.rect()
    assert content.answer.height() > 200
    overlay.scroll_answer(-1e6)
    assert not content.captions.visibleRegion().isEmpty()


async def test_a_warning_can_be_read_in_full_whatever_the_text_size(overlay: Overlay) -> None:
    overlay.apply_settings(settings.Overlay(font_size=40))
    overlay.show()
    for event in (*TURN, END, Problem("audio.me", "Silent", "No sound.", "Unmute.", sticky=True)):
        overlay.show_event(event)
    overlay.flush()
    await asyncio.sleep(0.1)
    assert "No sound. Unmute." not in shown(overlay)
    overlay.toggle_warnings()
    await asyncio.sleep(0.1)
    assert "No sound. Unmute." in shown(overlay)
