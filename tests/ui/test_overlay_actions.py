"""What the user can do with the overlay, by key and by hotkey."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLabel

from app.core import settings
from app.core.events import Answer, Passage, Passages, Problem, Question, Timing, Why
from app.ui.consent_source import ConsentFacts
from app.ui.overlay import Overlay

PASSAGE = Passage("p", "Words.", "deploys.md", "Rollback", "/n/deploys.md", 7, 1.0, Why(1, 1))


@pytest.fixture
async def overlay() -> AsyncIterator[Overlay]:
    overlay = Overlay(settings.Overlay(), on_problem=print, tell_them="I use an assistant.")
    overlay.show()
    for name in ("one", "two"):
        overlay.show_event(Question(name, 0, f"What is {name}?", "factual", "them", 1.0))
        overlay.show_event(Passages(name, True, 1.0, (PASSAGE,)))
        text = f"It is {name}. " * 200
        overlay.show_event(Answer(name, text, "local", "m", "complete", Timing(1, 2)))
    overlay.flush()
    yield overlay
    overlay.hide()


def shown(overlay: Overlay, name: str) -> list[str]:
    labels = overlay.findChildren(QLabel, name)
    return [label.text() for label in labels if label.isVisibleTo(overlay)]


def clipboard() -> str:
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    return clipboard.text()


def press(overlay: Overlay, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(overlay, key, held or Qt.KeyboardModifier.NoModifier)


async def test_back_and_forward_through_the_answers(overlay: Overlay) -> None:
    press(overlay, Qt.Key.Key_Left)
    assert overlay.answer_text.startswith("It is one.")
    assert shown(overlay, "place") == ["1 / 2"]
    press(overlay, Qt.Key.Key_Right)
    assert overlay.answer_text.startswith("It is two.")


async def test_a_pinned_answer_stays(overlay: Overlay) -> None:
    press(overlay, Qt.Key.Key_P)
    overlay.show_event(Question("three", 0, "What is three?", "factual", "them", 1.0))
    overlay.flush()
    assert shown(overlay, "question") == ["What is two?"]
    press(overlay, Qt.Key.Key_P)
    assert shown(overlay, "question") == ["What is three?"]


async def test_the_answer_can_be_copied(overlay: Overlay) -> None:
    press(overlay, Qt.Key.Key_C)
    assert clipboard().startswith("It is two.")
    assert shown(overlay, "info") == ["Answer copied"]


async def test_one_key_makes_the_message_for_the_others(overlay: Overlay) -> None:
    overlay.show_consent()
    press(overlay, Qt.Key.Key_T)
    assert clipboard() == "I use an assistant."


async def test_consent_is_given_once(overlay: Overlay) -> None:
    given: list[bool] = []
    overlay.consent_given.connect(lambda: given.append(True))
    overlay.show_consent()
    press(overlay, Qt.Key.Key_Return)
    press(overlay, Qt.Key.Key_Return)
    assert given == [True]
    assert shown(overlay, "consentTitle") == []


async def test_escape_says_no_to_the_note_on_consent(overlay: Overlay) -> None:
    told: list[str] = []
    overlay.consent_given.connect(lambda: told.append("yes"))
    overlay.consent_refused.connect(lambda: told.append("no"))
    overlay.show_consent(ConsentFacts("/home/me/sessions", True, False, False, 0))
    assert "/home/me/sessions" in " ".join(shown(overlay, "consentText"))
    press(overlay, Qt.Key.Key_Escape)
    press(overlay, Qt.Key.Key_Return)
    assert told == ["no"]
    assert shown(overlay, "consentTitle") == []


@pytest.mark.parametrize(
    ("key", "name", "value"),
    [
        (Qt.Key.Key_M, "overlay.mode", "compact"),
        (Qt.Key.Key_Plus, "overlay.font_size", 16),
        (Qt.Key.Key_Minus, "overlay.font_size", 14),
        (Qt.Key.Key_BracketRight, "overlay.scroll_speed", 35),
    ],
)
async def test_changed_settings_are_told(
    overlay: Overlay, key: Qt.Key, name: str, value: object
) -> None:
    told: list[tuple[str, object]] = []
    overlay.setting_changed.connect(lambda name, value: told.append((name, value)))
    press(overlay, key)
    assert told == [(name, value)]


async def test_digits_open_passages(overlay: Overlay) -> None:
    opened: list[tuple[str, int]] = []
    overlay.open_note_requested.connect(lambda path, line: opened.append((path, line)))
    press(overlay, Qt.Key.Key_1)
    press(overlay, Qt.Key.Key_9)
    assert opened == [("/n/deploys.md", 7)]


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        (Qt.Key.Key_S, lambda overlay: overlay.stop_requested),
        (Qt.Key.Key_N, lambda overlay: overlay.ask_now_requested),
    ],
)
async def test_requests_go_out(
    overlay: Overlay, key: Qt.Key, signal: Callable[[Overlay], object]
) -> None:
    asked: list[bool] = []
    signal(overlay).connect(lambda: asked.append(True))
    press(overlay, key)
    assert asked == [True]


async def test_scrolling_stays_inside(overlay: Overlay) -> None:
    bar = overlay._content.answer.verticalScrollBar()
    assert bar is not None
    assert bar.value() == 0
    press(overlay, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    press(overlay, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    press(overlay, Qt.Key.Key_Home)
    assert bar.value() == 0


async def test_moving_and_resizing_by_keys(overlay: Overlay) -> None:
    place = overlay.place
    press(overlay, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert overlay.place.x == place.x - 20
    press(overlay, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert overlay.width() == place.width - 20


async def test_a_typed_question_goes_out_and_the_line_closes(overlay: Overlay) -> None:
    asked: list[str] = []
    overlay.asked.connect(asked.append)
    press(overlay, Qt.Key.Key_A)
    line = overlay._content.ask_line
    assert line.isVisible()
    QTest.keyClicks(line, "Who is on call?")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert asked == ["Who is on call?"]
    assert not line.isVisible()


async def test_a_note_opens_in_the_teleprompter_and_moves(overlay: Overlay) -> None:
    told: list[str] = []
    overlay.setting_changed.connect(lambda name, value: told.append(name))
    overlay.show_note("faq.md", "# FAQ\n\n" + "words\n\n" * 50)
    script = overlay._content.script
    assert script is not None and script.isVisible()
    assert told == []  # the next session does not begin without words to answer
    press(overlay, Qt.Key.Key_Space)
    assert script.running
    press(overlay, Qt.Key.Key_Space)
    assert not script.running
    press(overlay, Qt.Key.Key_M)
    assert not script.isVisible()


async def test_without_a_note_the_modes_go_round_without_the_teleprompter(
    overlay: Overlay,
) -> None:
    seen = []
    for _ in range(4):
        press(overlay, Qt.Key.Key_M)
        seen.append(overlay._content.mode)
    assert seen == ["compact", "captions", "full", "compact"]


async def test_a_problem_is_put_away_by_key(overlay: Overlay) -> None:
    overlay.show_event(Problem("llm", "No provider answers", sticky=True))
    overlay.flush()
    assert shown(overlay, "title") == ["No provider answers"]
    press(overlay, Qt.Key.Key_X)
    assert shown(overlay, "title") == []


async def test_the_capture_test_speaks_in_the_footer(overlay: Overlay) -> None:
    overlay.show_capture("Screen capture: VISIBLE in 1 of 2 ways tried at 14:03", warn=True)
    assert shown(overlay, "capture") == ["Screen capture: VISIBLE in 1 of 2 ways tried at 14:03"]
    overlay.show_capture("", warn=False)
    assert shown(overlay, "capture") == []


async def test_a_passages_note_can_be_read_in_the_overlay(overlay: Overlay) -> None:
    wanted: list[str] = []
    overlay.read_note_requested.connect(wanted.append)
    press(overlay, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    press(overlay, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert wanted == ["/n/deploys.md"]


async def test_any_note_can_be_asked_for(overlay: Overlay) -> None:
    wanted: list[bool] = []
    overlay.choose_note_requested.connect(lambda: wanted.append(True))
    press(overlay, Qt.Key.Key_O)
    assert wanted == [True]


async def test_the_keys_are_named_while_they_work(overlay: Overlay) -> None:
    assert overlay._content.keys.isHidden()
    overlay.take_keyboard()
    assert not overlay._content.keys.isHidden()
    overlay.open_ask_line()
    assert overlay._content.keys.isHidden()
    overlay.release_keyboard()
    assert overlay._content.keys.isHidden()
