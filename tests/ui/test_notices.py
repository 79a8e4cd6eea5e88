"""Passing notes leave by themselves; problems stay until they are fixed or put away."""

from __future__ import annotations

import pytest
from PyQt6.QtWidgets import QLabel

from app.core.events import Info, Problem
from app.ui import notices as module
from app.ui.notices import Notices
from app.ui.problem_box import ProblemBox
from app.ui.wrapped_label import WrappedLabel
from tests.recorded import until


def problem(title: str, where: str = "llm", sticky: bool = True) -> Problem:
    return Problem(where, title, "It did not answer.", "Check the address.", sticky=sticky)


async def test_a_note_is_gone_after_a_second() -> None:
    notices = Notices()
    notices.show_info(Info("failover", "b", "failover from a"))
    assert not notices.isHidden()
    await until(notices.isHidden)


async def test_a_sticky_problem_stays_until_it_is_resolved() -> None:
    notices = Notices()
    notices.show_problem(problem("No provider"))
    notices.show_problem(problem("No microphone", "audio.me"))
    notices.resolve("llm")
    assert [shown.title for shown in notices.problems] == ["No microphone"]
    notices.resolve("audio.me")
    assert notices.isHidden()


async def test_a_repeated_problem_is_shown_once() -> None:
    notices = Notices()
    notices.show_problem(problem("No provider"))
    notices.show_problem(problem("No provider"))
    assert len(notices.problems) == 1


async def test_passing_problems_make_room_before_sticky_ones() -> None:
    notices = Notices()
    notices.show_problem(problem("a"))
    notices.show_problem(problem("b", sticky=False))
    for title in "cdef":
        notices.show_problem(problem(title))
    assert [shown.title for shown in notices.problems] == ["a", "c", "d", "e", "f"]


def detail(notices: Notices) -> list[str]:
    labels = notices.findChildren(QLabel, "detail")
    return [label.text() for label in labels if label.isVisibleTo(notices)]


async def test_a_question_leaves_older_problems_one_line_each() -> None:
    notices = Notices()
    notices.show_problem(problem("No provider"))
    notices.question_asked()
    assert detail(notices) == []
    notices.show_problem(problem("No microphone", "audio.me"))
    await until(lambda: len(detail(notices)) == 1)  # Qt shows a new box by and by
    notices.show_whole(True)
    assert len(detail(notices)) == 2
    notices.show_whole(False)
    assert len(detail(notices)) == 1


async def test_where_there_is_little_room_each_keeps_one_line() -> None:
    notices = Notices()
    notices.show_problem(problem("No provider"))
    notices.make_room()
    assert detail(notices) == []
    notices.show_whole(True)
    assert len(detail(notices)) == 1
    notices.make_room()
    notices.show_problem(problem("No microphone", "audio.me"))
    await until(lambda: len(detail(notices)) == 2)


async def test_where_not_all_fit_in_full_the_newest_keeps_its_words() -> None:
    notices = Notices()
    for name in ("one", "two"):
        notices.show_problem(Problem(name, name, f"detail of {name}", sticky=True))
    notices.show_whole(True)
    assert notices.make_room()
    assert [box._detail.isHidden() for box in notices._boxes] == [True, False]
    assert notices.make_room()
    assert [box._detail.isHidden() for box in notices._boxes] == [True, True]
    assert not notices.make_room()


async def test_what_was_put_away_comes_back_in_one_line_until_it_was_resolved() -> None:
    notices = Notices()
    notices.show_problem(problem("No provider"))
    notices.dismiss()
    notices.show_problem(problem("No provider"))
    assert [shown.title for shown in notices.problems] == ["No provider"]
    assert detail(notices) == []
    notices.resolve("llm")
    notices.show_problem(problem("No provider"))
    assert len(detail(notices)) == 1


async def test_a_problem_can_be_put_away() -> None:
    notices = Notices()
    notices.show_problem(problem("a"))
    box = notices.findChild(ProblemBox)
    assert box is not None
    box.dismissed.emit()
    assert notices.problems == []


async def test_an_answer_ends_old_troubles_of_providers_but_not_new_ones() -> None:
    notices = Notices()
    notices.show_problem(problem("a cannot be reached"))
    notices.show_problem(problem("b does not accept the key"))
    notices.show_problem(problem("No microphone", "audio.me"))
    notices.question_asked()
    notices.show_problem(problem("b does not accept the key"))
    notices.answered()
    titles = [shown.title for shown in notices.problems]
    assert titles == ["No microphone", "b does not accept the key"]


async def test_sticky_problems_are_never_lost_but_wait_behind_a_line() -> None:
    notices = Notices()
    notices.resize(500, 400)
    notices.show()
    for title in "abcdefg":
        notices.show_problem(problem(title, where=title))
    assert [shown.title for shown in notices.problems] == list("abcdefg")
    seen = [box.problem.title for box in notices._boxes if box.isVisible()]
    assert seen == list("cdefg")
    assert notices._more.text() == "and 2 more"
    notices._more.click()
    assert all(notices._older.isAncestorOf(box) for box in notices._boxes)
    assert notices._older.isVisible()
    notices.resolve("d")
    assert notices._more.accessibleName() == "1 older problems"
    notices.resolve("e")
    assert not notices._more.isVisible()
    assert [box.problem.title for box in notices._boxes if box.isVisible()] == list("abcfg")
    notices.hide()


async def test_a_passing_problem_is_seen_although_many_stay() -> None:
    notices = Notices()
    for title in "abcde":
        notices.show_problem(problem(title))
    notices.show_problem(problem("passing", sticky=False))
    assert [shown.title for shown in notices.problems] == [*"abcde", "passing"]


async def test_every_note_keeps_its_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_INFO_MS", 60)
    notices = Notices()
    seen: list[str] = []
    notices.changed.connect(lambda: seen.append(notices.note))
    for name in "abc":
        notices.show_info(Info("failover", name, f"failover to {name}"))
    assert notices.note == "failover to a"
    await until(notices.isHidden)
    assert seen == ["failover to a", "failover to b", "failover to c", ""]


async def test_notes_that_wait_are_bounded_and_progress_takes_the_place_of_progress() -> None:
    notices = Notices()
    for number in range(50):
        notices.show_info(Info("retry", note=str(number)))
    assert [info.note for info in notices._infos] == ["0", *map(str, range(42, 50))]
    notices = Notices()
    for number in range(50):
        notices.show_info(Info("notes-progress", note=str(number)))
    assert notices.note == "49"


async def test_a_narrow_place_squeezes_no_line() -> None:
    notices = Notices()
    notices.resize(220, 30)
    notices.show_problem(problem("A title that needs more than one line in such a narrow place"))
    notices.show()
    (title, detail) = notices._boxes[0].findChildren(WrappedLabel)
    lines = title.fontMetrics().lineSpacing()
    await until(lambda: title.height() >= 2 * lines)
    narrow = title.height()
    notices.resize(900, 30)
    await until(lambda: title.height() < narrow)
    assert detail.height() >= detail.fontMetrics().lineSpacing()
    notices.hide()
