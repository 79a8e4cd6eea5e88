"""The intake loses nothing, keeps the order, and wakes its worker only where it must."""

from __future__ import annotations

import threading
import time

from app.store.intake import Intake


def test_items_come_out_in_their_order() -> None:
    intake: Intake[int] = Intake()
    for number in range(5):
        intake.add(number, hurry=number % 2 == 0)
    assert len(intake) == 5
    intake.wait(None, soon=False)
    assert intake.take() == [0, 1, 2, 3, 4]
    assert intake.take() == []


def test_the_worker_sleeps_until_its_moment() -> None:
    intake: Intake[int] = Intake()
    begun = time.monotonic()
    intake.wait(begun + 0.05, soon=True)
    assert time.monotonic() - begun >= 0.05
    intake.wait(begun, soon=True)


def later(seconds: float, *added: tuple[Intake[str], str, bool]) -> threading.Timer:
    def add() -> None:
        for intake, item, hurry in added:
            intake.add(item, hurry=hurry)

    timer = threading.Timer(seconds, add)
    timer.start()
    return timer


def test_what_is_in_a_hurry_wakes_the_worker() -> None:
    intake: Intake[str] = Intake()
    timer = later(0.02, (intake, "now", True))
    begun = time.monotonic()
    intake.wait(begun + 10, soon=True)
    assert time.monotonic() - begun < 5
    assert intake.take() == ["now"]
    timer.join()


def test_what_is_not_waits_for_a_worker_that_wakes_soon() -> None:
    intake: Intake[str] = Intake()
    timer = later(0.02, (intake, "later", False))
    begun = time.monotonic()
    intake.wait(begun + 0.2, soon=True)
    assert time.monotonic() - begun >= 0.2
    assert intake.take() == ["later"]
    timer.join()


def test_a_worker_that_sleeps_long_is_woken_for_anything() -> None:
    intake: Intake[str] = Intake()
    timer = later(0.02, (intake, "first", False))
    begun = time.monotonic()
    intake.wait(begun + 10, soon=False)
    assert time.monotonic() - begun < 5
    assert intake.take() == ["first"]
    timer.join()


def test_nothing_is_lost_between_many_threads() -> None:
    intake: Intake[tuple[int, int]] = Intake()

    def hand_over(name: int) -> None:
        for number in range(500):
            intake.add((name, number), hurry=number % 7 == 0)

    threads = [threading.Thread(target=hand_over, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    taken: list[tuple[int, int]] = []
    deadline = time.monotonic() + 10
    while len(taken) < 2000 and time.monotonic() < deadline:
        intake.wait(time.monotonic() + 0.01, soon=True)
        taken += intake.take()
    for thread in threads:
        thread.join()
    for name in range(4):
        assert [number for who, number in taken if who == name] == list(range(500))
