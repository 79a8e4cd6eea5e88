"""Lines carry their own checksum: what was written comes back, what was damaged is refused."""

from __future__ import annotations

import json

import pytest

from app.core.events import AnswerDelta, Event
from app.store.gpcast import (
    Header,
    Line,
    decode_header,
    decode_line,
    encode_header,
    encode_line,
    event_line,
    frame_line,
    frame_question,
    line_events,
)
from tests.session_samples import session

HEADER = Header(
    started="2026-11-20T10:00:00+00:00", app="0.1.0", mode="meeting", providers=("local",)
)


@pytest.mark.parametrize("event", session(1), ids=lambda event: type(event).__name__)
def test_an_event_survives_the_way_through_a_line(event: Event) -> None:
    if isinstance(event, AnswerDelta):
        line = frame_line(event.question, [(round(event.emitted * 1000), event.text)])
    else:
        line = event_line(event)
    assert list(line_events(decode_line(encode_line(line)))) == [event]


def test_a_frame_keeps_each_piece_with_its_time() -> None:
    line = frame_line("q1", [(1000, "a"), (1080, "b")])
    assert line == Line(1000, "D", {"question": "q1", "deltas": [[0, "a"], [80, "b"]]})
    assert [(e.text, e.emitted) for e in line_events(line) if isinstance(e, AnswerDelta)] == [
        ("a", 1.0),
        ("b", 1.08),
    ]


def test_a_line_is_json_that_any_program_can_read() -> None:
    text = encode_line(Line(1500, "m", {"note": "größer — 好"}))
    assert "größer — 好".encode() in text
    ms, code, data, _ = json.loads(text)
    assert (ms, code, data) == (1500, "m", {"note": "größer — 好"})
    assert text.endswith(b"]\n")
    assert text.count(b"\n") == 1


@pytest.mark.parametrize("note", ["a\nb", "\x00", "\u2028", "\ud83d", "\\ud800", '"},', "😀"])
def test_any_text_survives(note: str) -> None:
    line = Line(0, "m", {"note": note})
    assert decode_line(encode_line(line)) == line


def test_a_header_survives() -> None:
    assert decode_header(encode_header(HEADER)) == HEADER


def test_a_header_of_a_newer_version_keeps_what_is_known() -> None:
    text = encode_header(HEADER)
    assert decode_header(text).version == 1
    assert json.loads(text)["ghostpilot"] == "session"


def test_every_single_flipped_bit_is_noticed() -> None:
    text = encode_line(Line(1500, "q", {"id": "q1", "text": "Why 42?"}))[:-1]
    for place in range(len(text)):
        for bit in range(8):
            damaged = bytearray(text)
            damaged[place] ^= 1 << bit
            with pytest.raises(ValueError):
                decode_line(bytes(damaged))


@pytest.mark.parametrize(
    "body",
    [
        *("[1,2,3,", "{", '[true,"q",{},', '[1.5,"q",{},', '[-1,"q",{},', '[1,"q",[],'),
        *("[1,7,{},", '[99999999999999999,"q",{},', '[1,"q",{"a":NaN},', "[" * 200_000 + ","),
        '[1,"q",{"a":' + "9" * 5000 + "},",
    ],
    ids=lambda body: body[:20],
)
def test_a_line_with_a_true_checksum_and_wrong_content_is_refused(body: str) -> None:
    import zlib

    end = "}" if body == "{" else "]"
    text = f"{body}{zlib.crc32(body.encode())}{end}".encode()
    with pytest.raises(ValueError):
        decode_line(text)


@pytest.mark.parametrize(
    "line",
    [
        Line(0, "q", {}),
        Line(0, "q", {"id": 3}),
        Line(0, "D", {}),
        Line(0, "D", {"question": "q", "deltas": [[0]]}),
        Line(0, "D", {"question": "q", "deltas": [[-5, "a"]]}),
        Line(0, "D", {"question": "q", "deltas": [[True, 1]]}),
        Line(0, "D", {"question": 1, "deltas": []}),
        Line(0, "e", {"question": "q", "text": "t", "type": "delta"}),
    ],
)
def test_data_that_do_not_fit_their_code_are_refused(line: Line) -> None:
    with pytest.raises(ValueError):
        list(line_events(line))


def test_marks_are_no_events() -> None:
    assert list(line_events(Line(0, "m", {"note": "here"}))) == []


def test_the_question_of_a_frame_is_found_without_reading_it() -> None:
    text = encode_line(frame_line("q7", [(100, "one"), (120, "two")]))
    assert frame_question(text) == "q7"
    assert frame_question(encode_line(Line(5, "m", {"note": "x"}))) == ""
    with pytest.raises(ValueError, match="checksum"):
        frame_question(text.replace(b"two", b"tow"))


def test_an_odd_frame_is_left_to_be_read_whole() -> None:
    for data in ({"question": 'a"b', "deltas": []}, {"sealed": "AAAA"}, {"question": ""}):
        assert frame_question(encode_line(Line(5, "D", data))) == ""
