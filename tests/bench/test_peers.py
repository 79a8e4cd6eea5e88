"""Peers are measured at the same work as ours, and one that is missing is left out and said."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.bench import hotkeys, peers


def test_both_rankings_are_timed_over_the_same_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "CHUNKS", 50)
    monkeypatch.setattr(peers, "QUERIES", 5)
    theirs, ours = peers._lexical(None)
    assert "rank-bm25" in theirs.name and "ours" in ours.name
    assert all(isinstance(figure.value, float) for figure in (theirs, ours))


def test_a_peer_that_is_not_installed_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "find_spec", lambda name: None)
    (figure,) = peers._embedding(None)
    assert str(figure.value).startswith("left out")
    assert figure.passed is None


def test_sound_is_given_out_at_the_speed_of_speech() -> None:
    given: list[int] = []
    begun = time.perf_counter()
    peers._feed(lambda samples, rate: given.append(len(samples)), bytes(2 * 4800), begun)
    assert given == [1600, 1600, 1600]
    assert time.perf_counter() - begun >= 0.3


def test_keys_are_not_measured_by_a_peer_that_is_not_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(peers, "find_spec", lambda name: None)
    (figure,) = peers._global_keys()
    assert "pynput" in figure.name and "not installed" in str(figure.value)


def test_both_ways_to_keys_are_timed_by_the_same_presses(monkeypatch: pytest.MonkeyPatch) -> None:
    run: list[str] = []

    @contextmanager
    def program(code: str) -> Iterator[tuple[None, None]]:
        compile(code, "program", "exec")
        run.append(code)
        yield None, None

    monkeypatch.setattr(peers, "find_spec", lambda name: True)
    monkeypatch.setattr("shutil.which", lambda name: name)
    monkeypatch.setattr("app.core.host.system", lambda: "linux")
    monkeypatch.setattr(hotkeys, "program_on_display", program)
    monkeypatch.setattr(hotkeys, "measure", lambda display, lines, *, paints: ([2.0, 2.0], []))
    theirs, ours = peers._global_keys()
    assert run == [peers.PYNPUT, hotkeys.PROGRAM]
    assert "pynput" in theirs.name and "ours" in ours.name
    assert theirs.value == ours.value == 2.0
