"""Pieces become frames, other events push them out, and no secret gets through in parts."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import Any

from hypothesis import given, strategies as st

from app.core.events import Answer, AnswerDelta, Event, Health, Info, Timing
from app.core.redact import MASK, Redactor
from app.store.gpcast import Line, line_events
from app.store.scribe import Scribe
from tests.session_samples import session, turn

KEY = "local-key-0123456789"


def scribble(events: list[Event], redactor: Redactor | None = None) -> list[Line]:
    scribe = Scribe(redactor or Redactor())
    lines = [line for event in events for line in scribe.lines(event, round(event.emitted * 1000))]
    return lines + scribe.frames(everything=True)


def read(lines: list[Line]) -> list[Event]:
    return [event for line in lines for event in line_events(line)]


def pieces(*texts: str) -> list[Event]:
    return [AnswerDelta("q1", text, at=n, emitted=n) for n, text in enumerate(texts, 1)]


def end(text: str) -> Answer:
    return Answer("q1", text, "local", "any", "complete", Timing(1.0, 2.0), emitted=99.0)


def test_the_events_come_back_in_their_order() -> None:
    events = session(3)
    assert read(scribble(events)) == events


def test_the_pieces_of_one_answer_share_a_frame() -> None:
    assert [line.code for line in scribble(turn(1, 0.0))] == list("sttqxaDe")


def test_a_piece_waits_until_it_is_framed() -> None:
    scribe = Scribe(Redactor())
    assert scribe.waiting_since is None
    assert scribe.lines(AnswerDelta("q1", "Yes."), 0) == []
    assert scribe.waiting_since is not None
    assert len(scribe.frames()) == 1
    assert scribe.waiting_since is None


def test_another_event_pushes_the_frame_out_before_it() -> None:
    lines = scribble([*pieces("One. "), Info("note", emitted=1.5), *pieces("Two.")])
    assert [line.code for line in lines] == ["D", "n", "D"]


def test_the_end_carries_the_checksum_of_the_pieces() -> None:
    (line,) = (line for line in scribble(turn(1, 0.0)) if line.code == "e")
    assert line.data["sha256"] == hashlib.sha256(line.data["text"].encode()).hexdigest()


@given(st.lists(st.integers(1, len(KEY) - 1), max_size=5, unique=True), st.booleans())
def test_a_key_split_anywhere_is_masked_whole(cuts: list[int], interrupted: bool) -> None:
    redactor = Redactor()
    redactor.register(KEY)
    edges = [0, *sorted(cuts), len(KEY)]
    parts = [KEY[a:b] for a, b in pairwise(edges)]
    events: list[Event] = []
    for piece in pieces("Use ", *parts[:-1], f"{parts[-1]} as is", " now."):
        events.append(piece)
        if interrupted:
            events.append(Info("note", emitted=piece.emitted))
    text = f"Use {KEY} as is now."
    lines = scribble([*events, end(text)], redactor)
    assert KEY not in str(lines)
    joined = "".join(event.text for event in read(lines) if isinstance(event, AnswerDelta))
    assert joined == f"Use {MASK} as is now."
    (answer,) = (event for event in read(lines) if isinstance(event, Answer))
    assert answer.text == joined


@given(st.integers(1, 30))
def test_what_only_looks_like_a_key_is_masked_whole_too(cut: int) -> None:
    secret = "sk-or-abcdefghijklmnopqrstuvwxyz"
    events = [*pieces(secret[:cut]), Info("note", emitted=1.0), *pieces(secret[cut:])]
    lines = scribble([*events, end(secret)])
    assert secret[3:20] not in str(lines)
    assert secret[cut:] == "" or secret[-5:] not in str(lines)


def test_a_channels_health_is_told_only_when_it_changes() -> None:
    states: list[Any] = ["ok", "ok", "silent", "silent", "ok"]
    events: list[Event] = [
        Health("them", number / 10, state, emitted=float(number))
        for number, state in enumerate(states)
    ]
    events.insert(1, Health("me", 0.1, "ok", emitted=0.5))
    assert [line.ms for line in scribble(events)] == [0, 500, 2000, 4000]
    notes = [Health("me", 0.0, "dropped", f"{n} blocks", emitted=1.0) for n in (3, 4, 4)]
    assert len(scribble([*notes])) == 2
    silences = [Health("me", 0.0, "silent", f"no sound for {n} s", emitted=n) for n in (30, 31, 32)]
    assert len(scribble([*silences])) == 1


def test_a_held_piece_is_never_older_than_the_line_before_it() -> None:
    lines = scribble([*pieces("ends with s"), Info("note", emitted=7.0), *pieces("ure.")])
    assert [line.ms for line in lines] == sorted(line.ms for line in lines)


def test_secrets_leave_every_kind_of_line() -> None:
    redactor = Redactor()
    redactor.register(KEY)
    lines = scribble([Info("failover", error=f"401 for {KEY}", emitted=1.0)], redactor)
    assert lines[0].data["error"] == f"401 for {MASK}"
    marked = Scribe(redactor).clean_line(Line(0, "m", {"note": KEY, "more": [KEY, 3]}))
    assert marked.data == {"note": MASK, "more": [MASK, 3]}
