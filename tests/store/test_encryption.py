"""A sealed recording gives nothing of the talk away and opens only with its own key."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.store.blobs import blob_folder, read_blob
from app.store.encryption import ENTRY, Cipher, recording_key
from app.store.gpcast import Line, encode_line
from app.store.opening import open_session, resume_session
from app.store.secrets import SERVICE
from app.store.sessions import read_session
from tests.session_samples import session

KEY = bytes(range(32))
OTHER = bytes(32)


class Ring:
    """A keyring in memory."""

    def __init__(self, kept: str | None = None) -> None:
        self.kept = kept

    def get_password(self, service: str, name: str) -> str | None:
        assert (service, name) == (SERVICE, ENTRY)
        return self.kept

    def set_password(self, service: str, name: str, value: str) -> None:
        self.kept = value


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    recorder = open_session(tmp_path, now=Clock().now, key=KEY)
    for event in session(2):
        recorder.put(event)
    recorder.put_image(b"a picture")
    recorder.close()
    return recorder.path


def test_a_sealed_session_opens_with_its_key(sealed: Path) -> None:
    read = read_session(sealed, key=KEY)
    assert list(read.events) == session(2)
    assert (read.bad_lines, read.ended) == ((), "closed")


def test_nothing_that_was_said_can_be_read_from_it(sealed: Path) -> None:
    content = sealed.read_bytes()
    for words in (b"deploy", b"Roll back", b"runbooks", b"Rollback"):
        assert words not in content
    (image,) = blob_folder(sealed).iterdir()
    assert b"picture" not in image.read_bytes()


def test_its_images_open_with_the_key_too(sealed: Path) -> None:
    (mark,) = (mark for mark in read_session(sealed, key=KEY).marks if mark.code == "i")
    assert read_blob(sealed, mark.data["path"], Cipher(KEY).open) == b"a picture"


def test_without_the_key_or_with_another_it_says_so(sealed: Path) -> None:
    with pytest.raises(GhostPilotError, match="is encrypted: no key was given"):
        read_session(sealed)
    with pytest.raises(GhostPilotError, match="encrypted with another key"):
        read_session(sealed, key=OTHER)


def test_without_its_header_it_still_opens(sealed: Path) -> None:
    lines = sealed.read_bytes().splitlines(keepends=True)
    sealed.write_bytes(b"damage\n" + b"".join(lines[1:]))
    assert list(read_session(sealed, key=KEY).events) == session(2)
    with pytest.raises(GhostPilotError, match="is encrypted"):
        read_session(sealed)


def test_it_can_go_on_after_a_cut(sealed: Path) -> None:
    resume_session(sealed, now=Clock().now, key=KEY).close()
    assert b'"torn"' not in sealed.read_bytes()
    assert [mark.code for mark in read_session(sealed, key=KEY).marks] == ["i", "z", "r", "z"]


def test_a_line_moved_to_another_time_does_not_open() -> None:
    cipher = Cipher(KEY)
    line = cipher.seal_line(Line(1000, "q", {"id": "q1"}))
    assert cipher.open_line(line) == Line(1000, "q", {"id": "q1"})
    for moved in (Line(2000, "q", line.data), Line(1000, "e", line.data)):
        with pytest.raises(ValueError, match="changed"):
            cipher.open_line(moved)


@pytest.mark.parametrize("data", ["", "!", "AAAA", base64.b64encode(bytes(60)).decode()])
def test_what_was_never_sealed_is_refused(data: str) -> None:
    with pytest.raises(ValueError):
        Cipher(KEY).open_line(Line(0, "q", {"sealed": data}))


def test_a_sealed_line_in_a_plain_session_is_damage(tmp_path: Path) -> None:
    recorder = open_session(tmp_path, now=Clock().now)
    recorder.close()
    with recorder.path.open("ab") as stream:
        stream.write(encode_line(Line(0, "q", {"sealed": "AAAA"})))
    assert read_session(recorder.path).bad_lines == (3,)


def test_the_key_is_made_once_and_kept() -> None:
    ring = Ring()
    assert recording_key(ring, SERVICE, make=False) is None
    key = recording_key(ring, SERVICE, make=True)
    assert key is not None
    assert len(key) == 32
    assert recording_key(ring, SERVICE, make=True) == key


class Forgetful(Ring):
    def set_password(self, service: str, name: str, value: str) -> None:
        pass


class Locked(Ring):
    def get_password(self, service: str, name: str) -> str | None:
        raise RuntimeError("locked")


@pytest.mark.parametrize("ring", [Forgetful(), Locked(), Ring("no key"), Ring("AAAA")])
def test_a_keyring_that_cannot_keep_the_key_is_no_place_for_it(ring: Ring) -> None:
    with pytest.raises(GhostPilotError, match="cannot be reached") as caught:
        recording_key(ring, SERVICE, make=True)
    assert caught.value.exit_code == 3
