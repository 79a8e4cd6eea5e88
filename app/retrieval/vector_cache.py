"""Vectors kept on disk between runs, by the hash of encoder and text, checked when read."""

from __future__ import annotations

import contextlib
import hashlib
import os
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import describe

if TYPE_CHECKING:
    from app.retrieval.base import Vectors

KIND = b"GPVECTORS"
MAGIC = KIND + b"1\n"
"""With the version of the form; vectors of another one are made again."""
_HEADER = struct.Struct("<IIII")
_KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class Known:
    """Vectors that need not be made again."""

    rows: Mapping[bytes, int]
    """Where each key's vector is."""
    vectors: Vectors | None
    """One row each; None when there are none."""


NOTHING = Known({}, None)


def text_key(encoder_id: str, text: str) -> bytes:
    """What a vector is filed under: vectors of two encoders never meet."""
    return hashlib.blake2b(f"{encoder_id}\n{text}".encode(), digest_size=_KEY_BYTES).digest()


def cache_file(folder: Path, encoder_id: str, roots: Sequence[Path]) -> Path:
    """The file for one encoder and one set of notes folders."""
    what = "\n".join([encoder_id, *(root.as_posix() for root in roots)])
    return folder / f"vectors-{hashlib.blake2b(what.encode(), digest_size=8).hexdigest()}.bin"


def read(path: Path) -> tuple[Known, str]:
    """The vectors of a file, and what was wrong with it, if anything.

    A missing file is simply empty; a damaged one is empty too and named.
    """
    import numpy as np

    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return NOTHING, ""
    except OSError as error:
        return NOTHING, f"{path} cannot be read: {error.strerror or error}"
    start = len(MAGIC) + _HEADER.size
    if data.startswith(KIND) and not data.startswith(MAGIC):
        return NOTHING, f"{path} is of another version"
    if len(data) < start or not data.startswith(MAGIC):
        return NOTHING, f"{path} is damaged"
    count, width, checksum, _ = _HEADER.unpack_from(data, len(MAGIC))
    whole = start + count * (_KEY_BYTES + 4 * width)
    if len(data) != whole or zlib.crc32(memoryview(data)[start:]) != checksum:
        return NOTHING, f"{path} is damaged"
    keys = data[start : start + count * _KEY_BYTES]
    rows = {keys[i * _KEY_BYTES : (i + 1) * _KEY_BYTES]: i for i in range(count)}
    vectors = np.frombuffer(data, dtype="<f4", offset=start + len(keys)).reshape(count, width)
    return Known(rows, vectors), ""


def write(path: Path, keys: Sequence[bytes], vectors: Vectors) -> str:
    """Replace the file whole, or leave the old one; returns what went wrong, if anything.

    Only the owner may read it: the vectors tell what the notes are about.
    """
    body = b"".join(keys) + vectors.astype("<f4").tobytes()
    header = _HEADER.pack(len(keys), vectors.shape[1], zlib.crc32(body), 0)
    scratch = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        scratch.unlink(missing_ok=True)  # a stray one would keep its permissions
        scratch.touch(mode=0o600)
        scratch.write_bytes(MAGIC + header + body)
        os.replace(scratch, path)
    except OSError as error:
        with contextlib.suppress(OSError):  # the first failure is the one to tell
            scratch.unlink(missing_ok=True)
        return f"{path} cannot be written: {error.strerror or describe(error)}"
    return ""


def encode_new(
    encode: Callable[[Sequence[str]], Iterator[Vectors]],
    keys: Sequence[bytes],
    text_at: Callable[[int], str],
    known: Known,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[Vectors, int]:
    """The vectors of all texts, encoding only the unknown ones; and how many those were.

    ``text_at`` gives the text of a position, asked for unknown keys only; ``encode`` gives
    vectors a step at a time; ``progress`` is told after each step.
    """
    import numpy as np

    rows, vectors = dict(known.rows), known.vectors
    unknown = {key: place for place, key in enumerate(keys) if key not in rows}
    parts: list[Vectors] = []
    done = 0
    for step in encode([text_at(place) for place in unknown.values()]):
        parts.append(step)
        done += len(step)
        progress(done, len(unknown))
    if vectors is not None:
        if parts and parts[0].shape[1] != vectors.shape[1]:
            return encode_new(encode, keys, text_at, NOTHING, progress)
        parts.insert(0, vectors)
    if not parts:
        return np.zeros((0, 0), dtype=np.float32), 0
    start = 0 if vectors is None else len(vectors)
    rows.update((key, start + number) for number, key in enumerate(unknown))
    return np.concatenate(parts)[[rows[key] for key in keys]], len(unknown)
