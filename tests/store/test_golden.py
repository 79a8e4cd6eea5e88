"""Session files of every version ever written open for ever, and fit their schema."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import app.store
from app.core.wire import from_json
from app.store.blobs import read_blob
from app.store.encryption import Cipher
from app.store.sessions import read_session
from app.store.verify import verify

GOLDEN = Path(__file__).parent / "golden"
KEY = bytes(range(32))
"""Of ``v1-sealed.gpcast``."""
SCHEMA = Path(app.store.__file__).parent / "gpcast.schema.json"


@pytest.mark.parametrize(("name", "key"), [("v1", None), ("v1-sealed", KEY)])
def test_version_1_reads_as_it_was_written(name: str, key: bytes | None, tmp_path: Path) -> None:
    path = GOLDEN / f"{name}.gpcast"
    read = read_session(path, key=key)
    lines = (GOLDEN / "v1.events.jsonl").read_text(encoding="utf-8").splitlines()
    assert list(read.events) == [from_json(json.loads(line)) for line in lines]
    assert (read.bad_lines, read.torn, read.unknown, read.ended) == ((), 0, 0, "closed")
    assert read.header.started == "2026-11-20T14:30:05.120+00:00"
    assert (read.header.mode, read.header.providers) == ("meeting", ("local",))
    assert read.header.linked == "20261119-090000.gpcast"
    assert [(mark.ms, mark.code) for mark in read.marks] == [
        *((5300, "i"), (5400, "m"), (5500, "v"), (5600, "T"), (5700, "z"))
    ]
    assert read.marks[2].data == {"question": "q2", "good": False, "note": "no answer"}
    image = read_blob(path, read.marks[0].data["path"], Cipher(key).open if key else None)
    assert image.startswith(b"\x89PNG")
    assert verify(path, key=key).sentences() == []


@pytest.mark.parametrize("name", ["v1", "v1-sealed"])
def test_every_line_fits_the_schema(name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for line in (GOLDEN / f"{name}.gpcast").read_text(encoding="utf-8").splitlines():
        validator.validate(json.loads(line))


@pytest.mark.parametrize(
    "line",
    [
        [0, "q", {"id": "q1"}, 0],
        [-1, "m", {"note": "x"}, 0],
        [0, "i", {"path": "../secret.png", "bytes": 1}, 0],
        [0, "hologram", {}, 0],
        {"ghostpilot": "session"},
    ],
)
def test_the_schema_refuses_what_is_no_line(line: object) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(line)


def test_a_field_that_comes_later_does_no_harm(tmp_path: Path) -> None:
    from app.store.gpcast import decode_line, encode_line

    path = tmp_path / "a.gpcast"
    shutil.copy(GOLDEN / "v1.gpcast", path)
    first, *lines = path.read_bytes().splitlines(keepends=True)
    newer = []
    for text in lines:
        line = decode_line(text)
        newer.append(encode_line(type(line)(line.ms, line.code, {**line.data, "colour": "red"})))
    path.write_bytes(first + b"".join(newer))
    assert read_session(path).events == read_session(GOLDEN / "v1.gpcast").events
