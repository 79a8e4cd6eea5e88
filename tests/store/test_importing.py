"""A session from elsewhere is taken in under a name of our own, with its own images only."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.store.blobs import blob_folder, sound_path
from app.store.gpcast import Header, Line, encode_header, encode_line
from app.store.importing import import_session
from app.store.opening import open_session
from app.store.sessions import read_session
from app.store.verify import verify
from tests.session_samples import session


@pytest.fixture
def source(tmp_path: Path) -> Path:
    recorder = open_session(tmp_path / "there", now=Clock().now)
    for event in session(2):
        recorder.put(event)
    recorder.put_image(b"picture")
    recorder.close()
    return recorder.path


def test_a_session_arrives_whole(source: Path, tmp_path: Path) -> None:
    arrived = import_session(source, tmp_path / "here")
    assert arrived == tmp_path / "here" / source.name
    assert verify(arrived).sound
    assert read_session(arrived).events == read_session(source).events
    assert stat.S_IMODE(arrived.stat().st_mode) == 0o600


def test_the_name_it_had_there_is_not_trusted(source: Path, tmp_path: Path) -> None:
    other = source.rename(source.with_name("..evil name.gpcast"))
    assert import_session(other, tmp_path / "here").name != other.name


def test_the_same_session_twice_is_kept_once(source: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    assert import_session(source, here) == import_session(source, here)


def test_another_session_of_that_second_gets_a_number(source: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    first = import_session(source, here)
    with source.open("ab") as stream:
        stream.write(encode_line(Line(9000, "m", {"note": "later"})))
    second = import_session(source, here)
    assert second.stem == f"{first.stem}-2"
    assert verify(second).sound


def test_a_sealed_session_arrives_sealed(tmp_path: Path) -> None:
    key = bytes(range(32))
    recorder = open_session(tmp_path / "there", now=Clock().now, key=key)
    recorder.put_image(b"picture")
    recorder.close()
    arrived = import_session(recorder.path, tmp_path / "here", key=key)
    assert verify(arrived, key=key).sound
    (image,) = blob_folder(arrived).iterdir()
    assert b"picture" not in image.read_bytes()


def test_an_image_outside_the_sessions_folder_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    path = tmp_path / "there.gpcast"
    lines = [
        Line(0, "i", {"path": name}) for name in ("../secret.png", "/etc/passwd", "secret.png")
    ]
    path.write_bytes(encode_header(Header()) + b"".join(map(encode_line, lines)))
    arrived = import_session(path, tmp_path / "here")
    assert arrived.name == "imported.gpcast"
    assert not blob_folder(arrived).exists()
    assert len(verify(arrived).bad_images) == 3


def test_without_its_images_it_arrives_too(source: Path, tmp_path: Path) -> None:
    shutil.rmtree(blob_folder(source))
    arrived = import_session(source, tmp_path / "here")
    assert len(verify(arrived).bad_images) == 1


def test_what_is_no_session_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gpcast"
    path.write_bytes(b"hello\n")
    with pytest.raises(GhostPilotError, match="is not a session file"):
        import_session(path, tmp_path / "here")
    assert not (tmp_path / "here").exists()


def test_a_newer_version_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.gpcast"
    path.write_bytes(encode_header(Header(version=99)) + encode_line(Line(1, "m", {"note": "x"})))
    with pytest.raises(GhostPilotError, match=r"a\.gpcast was recorded by a newer GhostPilot"):
        import_session(path, tmp_path / "here")


@pytest.mark.parametrize("content", [b"", encode_header(Header())[:9], encode_header(Header())])
def test_a_file_with_nothing_in_it_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.gpcast"
    path.write_bytes(content)
    with pytest.raises(GhostPilotError, match="holds nothing of a session"):
        import_session(path, tmp_path / "here")
    assert not (tmp_path / "here").exists()


def test_a_sealed_session_without_its_key_is_refused(tmp_path: Path) -> None:
    recorder = open_session(tmp_path / "there", now=Clock().now, key=bytes(range(32)))
    recorder.mark("here")
    recorder.close()
    with pytest.raises(GhostPilotError, match="is encrypted"):
        import_session(recorder.path, tmp_path / "here")
    with pytest.raises(GhostPilotError, match="encrypted with another key"):
        import_session(recorder.path, tmp_path / "here", key=bytes(32))


def test_kept_sound_comes_along_but_no_file_from_elsewhere(source: Path, tmp_path: Path) -> None:
    sound_path(source).write_bytes(b"fLaC sound")
    arrived = import_session(source, tmp_path / "here")
    assert sound_path(arrived).read_bytes() == b"fLaC sound"
    assert stat.S_IMODE(sound_path(arrived).stat().st_mode) == 0o600
    sound_path(source).unlink()
    (tmp_path / "secret").write_text("secret")
    sound_path(source).symlink_to(tmp_path / "secret")
    assert not sound_path(import_session(source, tmp_path / "third")).exists()
