"""A typed question is asked through the session, and what comes back is shown here."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from app.core.events import Answer, AnswerDelta, Passages, Problem, Question, Timing
from app.ui.first_run_question import QuestionPage
from tests.recorded import until
from tests.session_samples import passage
from tests.ui.walking import Remembered

ASKED = "How do we roll back a deploy?"


def made(sample: bool = True) -> tuple[QuestionPage, list[str]]:
    page = QuestionPage(Remembered(), sample=lambda: sample)
    asked: list[str] = []
    page.asked.connect(asked.append)
    page.show()
    page.entered()
    return page, asked


def question(text: str = ASKED, id: str = "q1") -> Question:
    return Question(id, 0, text, "technical", "me", 1.0)


async def test_enter_asks_what_stands_there() -> None:
    page, asked = made()
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert asked == [ASKED]
    assert page.state.text() == "Asking…"
    own, nothing = made(sample=False)
    QTest.keyClick(own.field, Qt.Key.Key_Return)
    assert nothing == []


async def test_passages_and_the_answer_appear() -> None:
    page, _ = made()
    page.ask()
    page.show_event(question())
    page.show_event(Passages("q1", True, 2.0, (passage(),)))
    assert page.state.text() == "Found in your notes:"
    page.show_event(AnswerDelta("q1", "Roll back "))
    await until(lambda: "Roll back" in page.answer.text)
    whole = "Roll back with one command."
    page.show_event(Answer("q1", whole, "local", "m", "complete", Timing(400.0, 900.0)))
    assert page.answer.text.strip() == whole
    assert page.state.text() == "Answered by local; the first word came after 0.4 s."


async def test_an_answer_from_the_notes_alone_says_so() -> None:
    page, _ = made()
    page.show_event(question())
    page.show_event(Answer("q1", "Words.", "offline", None, "complete", Timing(1.0, 2.0)))
    assert page.state.text() == "From your notes alone; no model answered."


async def test_what_belongs_to_the_call_is_left_to_the_overlay() -> None:
    page, _ = made()
    page.show_event(question("What was said in the call?", "q0"))
    page.show_event(Answer("q0", "Other.", "local", "m", "complete", Timing(1.0, 2.0)))
    assert page.answer.text == ""


async def test_a_problem_with_the_question_is_said() -> None:
    page, _ = made()
    page.show_event(question())
    page.show_event(Problem("answer", "The key was refused", "401", "Type it anew.", question="q1"))
    assert "401" in page.trouble
