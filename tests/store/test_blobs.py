"""Images are kept by content, and a session can name none but its own."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.store import blobs
from app.store.blobs import blob_folder, blob_name, read_blob, sound_path, write_blob

PNG = b"\x89PNG picture"


@pytest.fixture
def session(tmp_path: Path) -> Path:
    path = tmp_path / "20261120-100000.gpcast"
    path.touch()
    write_blob(path, PNG, blob_name(PNG))
    return path


def test_an_image_comes_back_by_its_name(session: Path) -> None:
    assert read_blob(session, blob_name(PNG)) == PNG


def test_a_sealed_image_is_made_plain_again(session: Path) -> None:
    name = blob_name(b"plain")
    write_blob(session, b"PLAIN", name)
    assert read_blob(session, name, bytes.lower) == b"plain"


def test_the_sound_stands_beside_the_images(session: Path) -> None:
    assert sound_path(session).parent == blob_folder(session)


def test_images_are_private(session: Path) -> None:
    assert stat.S_IMODE(blob_folder(session).stat().st_mode) == 0o700
    assert stat.S_IMODE((blob_folder(session) / blob_name(PNG)).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "name",
    [
        *("", "/", "..", ".", "../secret.png", "/etc/passwd", "a.png", "\x00" * 10),
        *("other/" + "0" * 64 + ".png", "./" + "0" * 64 + ".png", "..\\" + "0" * 64 + ".png"),
        *("0" * 64 + ".png/..", "0" * 64 + ".png\n", "C:" + "0" * 64 + ".png", "0" * 64 + ".exe"),
    ],
)
def test_a_name_outside_the_sessions_folder_is_refused(session: Path, name: str) -> None:
    with pytest.raises(GhostPilotError, match="is refused"):
        read_blob(session, name)


def test_a_link_is_refused(session: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    name = "0" * 64 + ".png"
    (blob_folder(session) / name).symlink_to(tmp_path / "secret")
    with pytest.raises(GhostPilotError, match="is refused"):
        read_blob(session, name)


def test_a_linked_folder_is_refused(session: Path, tmp_path: Path) -> None:
    name = blob_name(PNG)
    blob_folder(session).rename(tmp_path / "elsewhere")
    blob_folder(session).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(GhostPilotError, match="is refused"):
        read_blob(session, name)


def test_a_missing_image_is_named(session: Path) -> None:
    with pytest.raises(GhostPilotError, match="cannot be read"):
        read_blob(session, "0" * 64 + ".png")


def test_a_changed_image_is_noticed(session: Path) -> None:
    (blob_folder(session) / blob_name(PNG)).write_bytes(b"other")
    with pytest.raises(GhostPilotError, match="damaged"):
        read_blob(session, blob_name(PNG))


def test_a_monstrous_image_is_not_read_whole(
    session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs, "LARGEST", 5)
    with pytest.raises(GhostPilotError, match="damaged"):
        read_blob(session, blob_name(PNG))
