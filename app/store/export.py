"""A session as a document: Markdown, JSON, plain transcript or subtitles."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from app.core.events import Question, Transcript
from app.core.redact import Redactor
from app.core.wire import to_json
from app.store.export_html import as_html
from app.store.moments import clock, when
from app.store.rows import title_of
from app.store.sessions import Session
from app.store.turns import Marker, Turn, markers, spoken, turns

SHORTEST_CUE_S = 1.5
"""Nobody reads a subtitle that is gone sooner."""
LONGEST_CUE_S = 12.0
_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NAMES = {"them": "Them", "me": "Me"}


def export(session: Session, form: str, redactor: Redactor | None = None) -> str:
    """The session as a text of one of `FORMS`, secrets taken out. Raises KeyError for another.

    Characters that a terminal would obey become a mark, but in JSON, which is exact: the words
    may be a stranger's.
    """
    text = FORMS[form](session)
    text = text if form == "json" else _OBEYED.sub("\ufffd", text)
    return (redactor or Redactor()).clean(text)


def as_markdown(session: Session) -> str:
    """Title, then each turn with its passages and answer, for a person's notes."""
    asked = turns(session)
    lines = [f"# {_one_line(title_of(session, asked))}", "", when(session), ""]
    for turn in asked:
        lines += _turn_as_markdown(turn)
    marked = markers(session)
    if marked:
        lines += ["## Marked", ""]
        lines += [f"- {clock(marker.at)} {_one_line(marker.note)}".rstrip() for marker in marked]
    return "\n".join(lines).rstrip() + "\n"


def as_json(session: Session) -> str:
    """Everything as one JSON object: header, events as on the command line, marks."""
    content: dict[str, Any] = {
        "header": asdict(session.header),
        "ended": session.ended,
        "bad_lines": list(session.bad_lines),
        "events": [to_json(event) for event in session.events],
        "marks": [{"at": mark.ms / 1000, "code": mark.code, **mark.data} for mark in session.marks],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def as_transcript(session: Session) -> str:
    """What was said, one utterance a line; between them questions typed and moments marked."""
    said = spoken(session.events)
    lines = [(one.started, f"{_NAMES[one.channel]}: {_one_line(one.text)}") for one in said]
    lines += [
        (turn.question.asked_at, f"Asked: {_one_line(turn.question.text)}")
        for turn in turns(session)
        if not _was_said(turn.question, said)
    ]
    lines += [(marker.at, _marked(marker)) for marker in markers(session)]
    lines.sort(key=lambda line: line[0])
    return "".join(f"[{clock(at)}] {text}\n" for at, text in lines)


def as_srt(session: Session) -> str:
    """Questions and answers as SubRip subtitles."""
    return "".join(
        f"{number}\n{_cue_time(start, ',')} --> {_cue_time(end, ',')}\n{_cue_text(text)}\n\n"
        for number, (start, end, text) in enumerate(_cues(session), start=1)
    )


def as_vtt(session: Session) -> str:
    """Questions and answers as WebVTT subtitles."""
    cues = (
        f"{_cue_time(start, '.')} --> {_cue_time(end, '.')}\n{_escape_vtt(_cue_text(text))}\n\n"
        for start, end, text in _cues(session)
    )
    return "WEBVTT\n\n" + "".join(cues)


FORMS: dict[str, Callable[[Session], str]] = {
    "md": as_markdown,
    "json": as_json,
    "txt": as_transcript,
    "srt": as_srt,
    "vtt": as_vtt,
    "html": as_html,
}
"""By the usual end of the file's name."""


def _turn_as_markdown(turn: Turn) -> Iterable[str]:
    yield f"## {turn.number}. {_one_line(turn.question.text)}"
    yield ""
    yield f"*{clock(turn.question.asked_at)}, {_NAMES[turn.question.channel]}*"
    yield ""
    if turn.text:
        yield turn.text.strip()
        yield ""
    if turn.ended != "complete":
        yield f"*({turn.ended})*"
        yield ""
    for problem in turn.problems:
        yield f"*Problem: {_one_line(problem.title)}*"
        yield ""
    if turn.passages and turn.passages.passages:
        for number, passage in enumerate(turn.passages.passages, start=1):
            yield f"{number}. {passage.note}, {passage.heading} (line {passage.line})"
        yield ""


def _was_said(question: Question, said: Iterable[Transcript]) -> bool:
    """Whether one side spoke these words, if in several utterances; else they were typed."""
    words = " ".join(_one_line(one.text) for one in said if one.channel == question.channel)
    return _one_line(question.text).casefold() in words.casefold()


def _marked(marker: Marker) -> str:
    return f"* Marked: {_one_line(marker.note)}" if marker.note.strip() else "* Marked"


def _cues(session: Session) -> list[tuple[float, float, str]]:
    """Start, end and text of each cue; none overlaps the one after it of its kind."""
    cues: list[tuple[float, float, str]] = []
    for turn in turns(session):
        asked = turn.question.emitted
        answered = turn.first_piece_at
        cues.append((asked, answered if answered else asked + LONGEST_CUE_S, turn.question.text))
        if answered is not None and turn.text:
            cues.append((answered, max(turn.end, answered) + LONGEST_CUE_S / 2, turn.text))
    cues += [
        (marker.at, marker.at + LONGEST_CUE_S / 4, _marked(marker)) for marker in markers(session)
    ]
    cues.sort(key=lambda cue: cue[0])
    fitted = []
    for index, (start, end, text) in enumerate(cues):
        following = cues[index + 1][0] if index + 1 < len(cues) else end
        shown = max(SHORTEST_CUE_S, min(end, following, start + LONGEST_CUE_S) - start)
        fitted.append((start, start + shown, text))
    return fitted


def _cue_time(seconds: float, mark: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, ms = divmod(milliseconds, 60_000)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}:{minute:02}:{ms // 1000:02}{mark}{ms % 1000:03}"


def _cue_text(text: str) -> str:
    """A cue ends at an empty line, so there may be none inside it."""
    return "\n".join(line for line in text.splitlines() if line.strip()).replace("-->", "->") or "-"


def _escape_vtt(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
