"""Whatever stands in a session file: an answer or a sentence, never a crash, hang or escape.

``GHOSTPILOT_FUZZ=100000`` runs that many cases of each kind instead of a few.
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from app.core.errors import GhostPilotError
from app.core.trace import broken_rules
from app.store.export import FORMS, export
from app.store.gpcast import KNOWN_CODES, Header, encode_header
from app.store.importing import import_session
from app.store.index import Index
from app.store.sessions import read_session
from app.store.statistics import statistics
from app.store.verify import repair, verify

CASES = int(os.environ.get("GHOSTPILOT_FUZZ", "150"))
GOLDEN = (Path(__file__).parent / "golden" / "v1.gpcast").read_bytes()
fuzz = settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
pytestmark = pytest.mark.timeout(60 + CASES // 20)

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["q1", "them", "me", "technical", "complete", "../../etc/passwd", "\x00"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
KEYS = st.sampled_from(
    "id question text channel at started ended final utterance revision kind asked_at covered"
    " took_ms passages provider model timing citations usage deltas path bytes note good title"
    " reason torn events sealed speaking level state where sha256 content".split()
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A true file with bytes changed, cut, doubled or put in."""
    content = bytearray(GOLDEN)
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(content)))
        size = draw(st.integers(0, 600))
        match draw(st.sampled_from(["change", "cut", "double", "insert", "end"])):
            case "change":
                content[place : place + 1] = draw(st.binary(min_size=1, max_size=1))
            case "cut":
                del content[place : place + size]
            case "double":
                content[place:place] = content[place : place + size]
            case "insert":
                content[place:place] = draw(st.binary(max_size=80))
            case "end":
                del content[place:]
    return bytes(content)


@st.composite
def forged(draw: st.DrawFn) -> bytes:
    """Lines whose checksums hold, with data that someone made up."""
    lines = [encode_header(Header())]
    true = [json.loads(line)[2] for line in GOLDEN.splitlines()[1:]]
    for _ in range(draw(st.integers(1, 8))):
        code = draw(st.sampled_from([*sorted(KNOWN_CODES), "?"]))
        data = draw(st.sampled_from(true)) if draw(st.booleans()) else {}
        data = {**data, **draw(st.dictionaries(KEYS, VALUES, max_size=5))}
        ms = draw(st.integers(-5, 10_000) | st.integers())
        body = f"[{ms},{json.dumps(code)},{json.dumps(data)},".encode()
        lines.append(b"%b%d]\n" % (body, zlib.crc32(body)))
    return b"".join(lines)


@given(mutated() | forged() | st.binary(max_size=300))
@fuzz
def test_any_file_gives_a_session_or_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "20261120-143005.gpcast"
    path.write_bytes(content)
    try:
        read = read_session(path)
    except GhostPilotError as error:
        assert str(path) in str(error) or path.name in str(error)
        return
    broken_rules(read.events)
    statistics(read)
    for form in FORMS:
        export(read, form)
    assert isinstance(verify(path).sentences(), list)


@given(mutated() | forged())
@fuzz
def test_any_file_can_be_repaired_indexed_and_taken_in(tmp_path: Path, content: bytes) -> None:
    folder, here = tmp_path / "sessions", tmp_path / "here"
    for place in (folder, here):
        place.mkdir(exist_ok=True)
        for left in place.iterdir():
            left.unlink()
    path = folder / "20261120-143005.gpcast"
    path.write_bytes(content)
    index = Index(folder, None)
    index.update()
    assert len(index.sessions()) == 1
    for row in index.sessions():
        index.turns(row.name)
    index.close()
    with contextlib.suppress(GhostPilotError):
        before = read_session(path).events
        repair(path)
        after = read_session(path)
        assert (after.events, after.bad_lines, after.torn) == (before, (), 0)
        arrived = import_session(path, here)
        assert arrived.parent == here
    assert set(tmp_path.iterdir()) <= {folder, here, tmp_path / "home"}
