"""Each mode shows its parts; the footer is in all of them."""

from __future__ import annotations

import pytest

from app.core.events import Answer, Info, Passages, Problem, Question, Status, Timing, Transcript
from app.ui.content import MODES, Content, Mode
from app.ui.history import History, Turn
from app.ui.styles import PALETTES

pytestmark = pytest.mark.usefixtures("qapp")

TEXT = "Roll back first. Then look.\n\n- Announce it.\n- Roll back.\n\n```\ncode\n```\n"


@pytest.fixture
def content() -> Content:
    content = Content(PALETTES["dark"])
    content.captions.show_transcript(Transcript("u", "them", "How?", 0, 1, True))
    content.footer.show_status(Status("listening", recording=True))
    content.draw(turn())
    return content


def turn(covered: bool = True) -> Turn:
    history = History()
    history.apply(Question("q", 0, "How do you roll back?", "technical", "them", 0))
    history.apply(Passages("q", covered, 1.0, ()))
    history.apply(Answer("q", TEXT, "local", "m", "complete", Timing(1, 2)))
    assert history.shown is not None
    return history.shown


def visible(content: Content) -> set[str]:
    parts = {
        "captions": content.captions, "question": content.question, "answer": content.answer,
        "passages": content.passages, "footer": content.footer, "script": content.script,
    }  # fmt: skip
    return {name for name, part in parts.items() if part is not None and not part.isHidden()}


@pytest.mark.parametrize(
    ("mode", "parts"),
    [
        ("full", {"captions", "question", "passages", "answer", "footer"}),
        ("compact", {"question", "answer", "footer"}),
        ("captions", {"captions", "footer"}),
        ("teleprompter", {"captions", "script", "footer"}),
    ],
)
def test_parts_of_a_mode(content: Content, mode: Mode, parts: set[str]) -> None:
    content.set_mode(mode)
    assert visible(content) == parts


def test_compact_shows_a_headline_and_bullets_and_full_the_whole_again(content: Content) -> None:
    content.set_mode("compact")
    assert content.answer.text == "Roll back first.\nAnnounce it.\nRoll back."
    content.set_mode("full")
    assert content.answer.text == "Roll back first. Then look.\nAnnounce it.\nRoll back.\ncode"


def test_compact_still_says_when_the_notes_do_not_cover_a_question(content: Content) -> None:
    content.draw(turn(covered=False))
    content.set_mode("compact")
    assert "passages" in visible(content)


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_has_a_height(content: Content, mode: Mode) -> None:
    content.set_mode(mode)
    assert content.wanted_height(560) > 60


def test_a_narrower_panel_is_higher(content: Content) -> None:
    content.question.setText("How do you roll back a deploy on a Friday afternoon? " * 3)
    assert content.wanted_height(280) > content.wanted_height(900)


def test_a_palette_reaches_the_note_too(content: Content) -> None:
    content.teleprompter().show_note("a.md", "words")
    content.set_colours(PALETTES["light"])
    assert content.script is not None
    assert content.script._view.text == "words"


def test_what_stands_beside_the_turns_goes_to_its_place(content: Content) -> None:
    content.take(Transcript("v", "me", "In ten minutes.", 2, 3, True))
    content.take(Info("notes", note="10 notes"))
    content.take(Problem("llm", "Too slow", sticky=True))
    assert content.captions.heard
    assert content.notices.note == "10 notes"
    (box,) = content.notices._boxes
    assert not box._detail.text()
    content.take(Question("r", 0, "Why?", "technical", "them", 4))
    assert content.notices._short == [box], "it was known before this question"
