"""Known texts are not encoded again, and a damaged or unwritable cache does no harm."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import numpy as np
import pytest

from app.retrieval.scripted import WordEncoder
from app.retrieval.vector_cache import NOTHING, Known, cache_file, encode_new, read, text_key, write
from app.retrieval.workers import ThreadWorker

TEXTS = ["kafka lag", "roll back", "kafka lag"]


def vectors_for(encoder: WordEncoder, texts: list[str], known: Known) -> tuple[np.ndarray, int]:
    keys = [text_key(encoder.id, text) for text in texts]
    return encode_new(ThreadWorker(encoder).encode, keys, texts.__getitem__, known)


def test_equal_texts_are_encoded_once_and_known_ones_never(tmp_path: Path) -> None:
    encoder = WordEncoder()
    made, count = vectors_for(encoder, TEXTS, NOTHING)
    assert count == encoder.encoded == 2 and made.shape == (3, 384)
    keys = [text_key(encoder.id, text) for text in TEXTS]
    assert write(tmp_path / "v.bin", keys, made) == ""
    known, wrong = read(tmp_path / "v.bin")
    again, count = vectors_for(encoder, ["new one", *TEXTS], known)
    assert wrong == "" and count == 1
    assert np.array_equal(again[1:], made)
    assert np.array_equal(again[0], encoder.encode(["new one"])[0])


def test_no_text_needs_no_encoder() -> None:
    assert vectors_for(WordEncoder(), [], NOTHING)[0].shape[0] == 0


def test_vectors_of_two_encoders_never_meet(tmp_path: Path) -> None:
    assert text_key("a/int8", "x") != text_key("a/fp32", "x")
    assert cache_file(tmp_path, "a/int8", []) != cache_file(tmp_path, "a/fp32", [])


def test_vectors_of_another_width_are_made_again() -> None:
    encoder = WordEncoder(32)
    key = text_key(encoder.id, "kafka lag")
    other = Known({key: 0}, np.ones((1, 64), dtype=np.float32))
    made, count = vectors_for(encoder, TEXTS, other)
    assert made.shape == (3, 32) and count == 2


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    texts = [f"text {n}" for n in range(100)]
    encoder = WordEncoder()
    keys = [text_key(encoder.id, text) for text in texts]
    encode = ThreadWorker(encoder).encode
    encode_new(encode, keys, texts.__getitem__, NOTHING, lambda done, of: told.append((done, of)))
    assert told == [(64, 100), (100, 100)]


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "other"])
def test_a_damaged_file_is_empty_and_named(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "v.bin"
    write(path, [b"k" * 16], np.ones((1, 4), dtype=np.float32))
    data = bytearray(path.read_bytes())
    if damage == "flip":
        data[-3] ^= 255
    data = {"cut": data[:-5], "empty": bytearray(), "other": bytearray(b"PK\3\4")}.get(damage, data)
    path.write_bytes(data)
    known, wrong = read(path)
    assert not known.rows and str(path) in wrong


def test_a_missing_file_is_just_empty(tmp_path: Path) -> None:
    known, wrong = read(tmp_path / "none.bin")
    assert not known.rows and wrong == ""


def test_a_failed_write_keeps_the_old_file_and_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    wrong = write(blocked / "v.bin", [b"k" * 16], np.ones((1, 4), dtype=np.float32))
    assert "cannot be written" in wrong and blocked.read_text() == "in the way"


def test_a_full_disk_keeps_the_old_file_and_leaves_no_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "v.bin"
    assert write(path, [b"k" * 16], np.ones((1, 4), dtype=np.float32)) == ""
    write_bytes = Path.write_bytes

    def runs_full(self: Path, data: bytes) -> int:
        write_bytes(self, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", runs_full)
    wrong = write(path, [b"n" * 16], np.zeros((1, 4), dtype=np.float32))
    assert "No space left" in wrong
    assert [file.name for file in tmp_path.iterdir()] == ["v.bin"]
    assert read(path)[0].rows == {b"k" * 16: 0}


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "v.bin"
    stray = tmp_path / f"v.bin.{os.getpid()}.tmp"
    stray.touch(mode=0o644)
    path.touch(mode=0o644)
    assert write(path, [b"k" * 16], np.ones((1, 4), dtype=np.float32)) == ""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not stray.exists()


def test_a_file_of_another_version_is_empty_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "v.bin"
    write(path, [b"k" * 16], np.ones((1, 4), dtype=np.float32))
    path.write_bytes(path.read_bytes().replace(b"GPVECTORS1", b"GPVECTORS2", 1))
    known, wrong = read(path)
    assert not known.rows
    assert wrong == f"{path} is of another version"
