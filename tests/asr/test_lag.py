"""A recogniser that falls behind says how far, not at every block, and when it is over."""

from __future__ import annotations

from app.asr.lag import LagNews


def test_falling_behind_and_catching_up_are_told_once_each() -> None:
    news = LagNews("them")
    lags = [0.1, 1.9, 2.1, 2.5, 3.9, 4.2, 3.0, 1.0, 0.4, 0.2]
    told = [info.note for at, lag in enumerate(lags) if (info := news.look(lag, float(at)))]
    assert told == [
        "The recogniser is 2 s behind the other side.",
        "The recogniser is 4 s behind the other side.",
        "The recogniser has caught up.",
    ]


def test_it_can_fall_behind_again() -> None:
    news = LagNews("me")
    assert news.look(3.0, 1.0) and news.look(0.0, 2.0)
    info = news.look(2.2, 9.0)
    assert info
    assert (info.kind, info.note, info.at) == ("lag", "The recogniser is 2 s behind you.", 9.0)


def test_what_counts_as_caught_up_is_up_to_the_recogniser() -> None:
    news = LagNews("them", caught_up_s=1.5)
    assert news.look(5.0, 1.0)
    info = news.look(1.4, 2.0)
    assert info and info.note == "The recogniser has caught up."
