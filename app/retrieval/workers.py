"""Who does the work of a build: this thread when it is small, a polite process when it is big."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol

from app.core.knowledge import Skipped
from app.retrieval.chunking import Chunk
from app.retrieval.notes import Note, NoteFile, read_note
from app.retrieval.terms import content_words, stem
from app.retrieval.vector_cache import text_key

if TYPE_CHECKING:
    from app.retrieval.base import Encoder, Vectors

STEP = 64
"""Texts encoded between two reports of progress."""
POLITE_STEP = 16
"""Texts the process encodes at a time: about 65 ms of work."""
REST = 3.0
"""While somebody speaks, the process rests so many times as long as it has just worked."""
BIG_BYTES = 300_000
"""Notes to read from which a process is worth its half second of start."""
BIG_TEXTS = 400
"""Texts to encode from which it is: about three seconds of work."""
READ_STEP = 8
"""Files read by the process at a time; small, so that taking them over never blocks for long."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One chunk in the index, with what a rebuild can take over."""

    chunk: Chunk
    words: tuple[str, ...]
    terms: tuple[str, ...]
    """The stem of each of ``words``."""
    key: bytes
    """Where its vector is filed."""


@dataclass(frozen=True, slots=True)
class IndexedNote:
    """One note with its chunks."""

    note: Note
    entries: tuple[Entry, ...]


def index_note(file: NoteFile, encoder_id: str) -> IndexedNote | Skipped:
    """A note read, cut and its words counted, or why it was not."""
    note = read_note(file)
    if isinstance(note, Skipped):
        return note
    return IndexedNote(note, tuple(_index_chunk(chunk, encoder_id) for chunk in note.chunks))


def _index_chunk(chunk: Chunk, encoder_id: str) -> Entry:
    text = chunk.indexed
    found = content_words(text)
    return Entry(chunk, tuple(found), tuple(stem(found)), text_key(encoder_id, text))


def shared(item: IndexedNote | Skipped) -> IndexedNote | Skipped:
    """The same with each distinct word kept once in memory."""
    if isinstance(item, Skipped):
        return item
    entries = tuple(
        Entry(e.chunk, tuple(map(sys.intern, e.words)), tuple(map(sys.intern, e.terms)), e.key)
        for e in item.entries
    )
    return IndexedNote(item.note, entries)


class Worker(Protocol):
    """Reads notes and encodes texts for one build, in order."""

    def read(self, files: Sequence[NoteFile]) -> Iterator[IndexedNote | Skipped]:
        """Each file as a note, or why it is none."""

    def encode(self, texts: Sequence[str]) -> Iterator[Vectors]:
        """The vectors of all texts, a step at a time."""


class ThreadWorker:
    """Works in the calling thread."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def read(self, files: Sequence[NoteFile]) -> Iterator[IndexedNote | Skipped]:
        """See `Worker`."""
        for file in files:
            yield index_note(file, self._encoder.id)

    def encode(self, texts: Sequence[str]) -> Iterator[Vectors]:
        """See `Worker`."""
        for start in range(0, len(texts), STEP):
            yield self._encoder.encode(texts[start : start + STEP])


class ProcessWorker:
    """Gives big work to a process of low priority; close it after the build.

    Python would otherwise hold its interpreter lock against the window and the recogniser,
    and the encoder a processor core.
    """

    def __init__(
        self, encoder: Encoder, name: str, speaking: threading.Event | None = None
    ) -> None:
        """``encoder`` serves small work here; ``name`` is how the process loads the same.

        While ``speaking`` is set the process mostly rests: the cores of a small machine share
        their memory and often more, so that even the lowest priority slows the recogniser.
        """
        self._here = ThreadWorker(encoder)
        self._speaking = speaking or threading.Event()
        self._closed = threading.Event()
        self._encoder_id = encoder.id
        self._name = name
        self._pool: ProcessPoolExecutor | None = None

    def read(self, files: Sequence[NoteFile]) -> Iterator[IndexedNote | Skipped]:
        """See `Worker`."""
        if sum(file.size for file in files) < BIG_BYTES:
            yield from self._here.read(files)
            return
        steps = [files[start : start + READ_STEP] for start in range(0, len(files), READ_STEP)]
        for notes in self._process().map(_read, steps, [self._encoder_id] * len(steps)):
            yield from notes

    def encode(self, texts: Sequence[str]) -> Iterator[Vectors]:
        """See `Worker`."""
        if len(texts) < BIG_TEXTS:
            yield from self._here.encode(texts)
            return
        for start in range(0, len(texts), POLITE_STEP):
            begun = time.perf_counter()
            step = list(texts[start : start + POLITE_STEP])
            yield self._process().submit(_encode, step, self._name).result()
            if self._speaking.is_set():
                self._closed.wait(REST * (time.perf_counter() - begun))

    def close(self) -> None:
        """End the process; work under way is dropped at the end of its step."""
        self._closed.set()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _process(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, spawn, _step_back)
        return self._pool


def _step_back() -> None:
    """Take only what the others leave of the processor, and end when the app does."""
    if hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    elif hasattr(os, "nice"):
        os.nice(19)
    threading.Thread(target=_end_with_the_app, daemon=True, name="parent").start()


def _end_with_the_app() -> None:
    # A worker whose app was killed would otherwise wait for work for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(files: Sequence[NoteFile], encoder_id: str) -> list[IndexedNote | Skipped]:
    return [index_note(file, encoder_id) for file in files]


@cache
def _loaded(name: str) -> Encoder:
    """The worker process's own encoder."""
    from app.retrieval.encoders import load_encoder

    return load_encoder(name)


def _encode(texts: Sequence[str], name: str) -> Vectors:
    return _loaded(name).encode(texts)
