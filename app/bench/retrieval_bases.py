"""Note bases of any size for the speed figures, made of recombined sentences."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.bench.retrieval_data import find_data
from app.core import paths

if TYPE_CHECKING:
    from app.retrieval.base import Encoder, Vectors
    from app.retrieval.index import Snapshot

WORDS = 48
"""Words of a chunk, as in real notes."""
FILES = 200


def sentences(data: Path | None) -> list[str]:
    """Sentences of XQuAD, or of the sample notes where it is not found."""
    xquad = find_data(data, "xquad.en.json")
    if xquad is not None:
        articles = json.loads(xquad.read_text(encoding="utf-8"))["data"]
        texts = [part["context"] for article in articles for part in article["paragraphs"]]
    else:
        files = sorted(paths.shipped("knowledge").rglob("*.md"))
        texts = [file.read_text(encoding="utf-8") for file in files]
    return [cut for text in texts for cut in re.split(r"(?<=\.)\s+", text) if len(cut) > 20]


def questions(data: Path | None) -> list[str]:
    """Questions to time, in a fixed mixed order."""
    xquad = find_data(data, "xquad.en.json")
    if xquad is None:
        return ["who mentored the interns", "how do we roll back a deploy"] * 100
    articles = json.loads(xquad.read_text(encoding="utf-8"))["data"]
    asked = [
        qa["question"]
        for article in articles
        for part in article["paragraphs"]
        for qa in part["qas"]
    ]
    random.Random(1).shuffle(asked)
    return asked


def texts(count: int, data: Path | None, words: int = WORDS) -> Iterator[str]:
    """So many texts of about so many words, no two alike."""
    chance = random.Random(count)
    pool = [cut.replace("\n", " ").split() for cut in sentences(data)]
    for number in range(count):
        text: list[str] = []
        while len(text) < words - 1:
            text += chance.choice(pool)
        yield f"{' '.join(text[: words - 1])} n{number}."


def write_base(folder: Path, chunks: int, data: Path | None, words: int = WORDS) -> Path:
    """A folder of notes whose sections are one chunk each."""
    folder.mkdir(parents=True)
    all_texts = list(texts(chunks, data, words))
    each = max(1, chunks // FILES)
    for start in range(0, chunks, each):
        parts = [
            f"## Part {n}\n\n{text}\n" for n, text in enumerate(all_texts[start : start + each])
        ]
        name = f"note-{start // each:03d}.md"
        (folder / name).write_text(f"# Note {start}\n\n" + "\n".join(parts), encoding="utf-8")
    return folder


class LikeEncoder:
    """Random unit vectors under another encoder's name: for bases too big to encode in a test."""

    def __init__(self, name: str) -> None:
        self.id = name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), 384); they say nothing about the texts."""
        import numpy as np

        vectors = np.random.default_rng(len(texts)).standard_normal((len(texts), 384))
        unit: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype("f4")
        return unit


def synthetic(chunks: int, encoder: Encoder, data: Path | None) -> Snapshot:
    """An index of so many chunks with random vectors, made without files."""
    from app.retrieval.base import ordinary_by
    from app.retrieval.bm25 import Bm25
    from app.retrieval.chunking import Chunk
    from app.retrieval.index import Snapshot
    from app.retrieval.notes import Listing, Note, NoteFile
    from app.retrieval.terms import content_words, stem
    from app.retrieval.workers import Entry, IndexedNote

    cuts = [(cut, content_words(cut)) for cut in sentences(data)]
    pool = [(cut, tuple(found), tuple(stem(found))) for cut, found in cuts]
    chance = random.Random(chunks)
    entries = []
    for number in range(chunks):
        chosen = chance.choices(pool, k=2)
        found = tuple(word for _, words, _ in chosen for word in words)
        stems = tuple(term for _, _, terms in chosen for term in terms)
        chunk = Chunk(" ".join(cut for cut, _, _ in chosen), "", "note", 1)
        entries.append(Entry(chunk, found, stems, number.to_bytes(16, "big")))
    file = NoteFile(Path("/notes/note.md"), "note.md", 1, 1)
    snapshot = Snapshot(
        folders=(Path("/notes"),),
        listing=Listing((file,), ()),
        encoder_id=encoder.id,
        notes=(IndexedNote(Note(file, (), b""), tuple(entries)),),
        skipped=(),
        entries=tuple(entries),
        files=(file,) * chunks,
        matrix=LikeEncoder(encoder.id).encode([""] * chunks),
        bm25=Bm25([entry.terms for entry in entries]),
        ordinary=ordinary_by(encoder),
        built_at=time.time(),
        build_ms=0.0,
        embedded=0,
    )
    assert snapshot.vocabulary is not None
    return snapshot
