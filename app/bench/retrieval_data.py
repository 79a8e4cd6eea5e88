"""The data of the retrieval figures: XQuAD as notes, questions as typed or heard wrongly."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from app.core import paths

if TYPE_CHECKING:
    from app.retrieval.index import Snapshot

COMMITTED = Path("tests") / "data" / "retrieval"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of XQuAD and where its answer is."""

    id: str
    text: str
    article: int
    note: str
    words_before: int
    """Words of the paragraph before the word in which the answer starts."""

    @property
    def reported(self) -> bool:
        """Whether it belongs to the half that is reported, not tuned on: odd articles."""
        return self.article % 2 == 1


def find_data(data: Path | None, name: str) -> Path | None:
    """A data file in the folder given, else in the source tree; None where there is neither."""
    source = paths.shipped("knowledge").parent / COMMITTED
    folders = [data / "retrieval", data, source] if data else [source]
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


def write_notes(xquad: Path, folder: Path) -> list[Asked]:
    """One markdown note for each paragraph, its article as heading; returns the questions."""
    asked: list[Asked] = []
    for number, article in enumerate(json.loads(xquad.read_text(encoding="utf-8"))["data"]):
        title = article["title"].replace("_", " ")
        for part, paragraph in enumerate(article["paragraphs"]):
            text = paragraph["context"]
            name = f"{number:02d}-{part:02d}.md"
            (folder / name).write_text(f"# {title}\n\n{text}\n", encoding="utf-8")
            for qa in paragraph["qas"]:
                before = text[: qa["answers"][0]["answer_start"]]
                words = len(before.split()) - bool(before and not before[-1].isspace())
                asked.append(Asked(qa["id"], qa["question"], number, name, words))
    return asked


def gold_chunks(snapshot: Snapshot, asked: Sequence[Asked]) -> list[int]:
    """For each question the position of the chunk in which its answer starts."""
    first: dict[str, int] = {}
    ends: dict[str, list[int]] = {}
    for position, file in enumerate(snapshot.files):
        first.setdefault(file.name, position)
        count = len(snapshot.entries[position].chunk.text.split())
        ends.setdefault(file.name, []).append(count)
    ends = {name: list(accumulate(counts)) for name, counts in ends.items()}
    return [
        first[item.note] + sum(end <= item.words_before for end in ends[item.note])
        for item in asked
    ]


_SOUNDS_LIKE = (
    ("ph", "f"),
    ("ck", "k"),
    ("tion", "shun"),
    ("igh", "y"),
    ("ee", "ea"),
    ("ai", "ay"),
    ("wh", "w"),
    ("x", "ks"),
    ("qu", "kw"),
    ("ou", "ow"),
    ("er$", "a"),
    ("th", "d"),
    ("c(?=[eiy])", "s"),
    ("c", "k"),
    ("y$", "ie"),
    ("kn", "n"),
    ("v", "f"),
    ("b", "p"),
    ("a", "e"),
)


def damaged(question: str, seed: int) -> str:
    """The question with about a third of its longer words mistyped, respelled or split."""
    chance = random.Random(seed)
    return " ".join(_damaged_words(question, chance))


def _damaged_words(question: str, chance: random.Random) -> Iterator[str]:
    for word in question.split():
        core = word.strip("?.,\"'()")
        if len(core) < 4 or not core.isalpha() or chance.random() > 0.35:
            yield word
            continue
        kind = chance.random()
        if kind < 0.45:
            yield _mistyped(core, chance)
        elif kind < 0.85:
            yield _respelled(core, chance)
        else:
            at = chance.randrange(2, len(core) - 1)
            yield f"{core[:at]} {core[at:]}"


def _mistyped(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    head, one, two, rest = word[:at], word[at], word[at + 1], word[at + 2 :]
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    slips = (two + one, one, one + one + two, one + letter)
    return head + chance.choice(slips) + rest


def _respelled(word: str, chance: random.Random) -> str:
    heard = word.lower()
    fitting = [pair for pair in _SOUNDS_LIKE if re.search(pair[0], heard)]
    for pattern, sound in chance.sample(fitting, min(2, len(fitting))):
        heard = re.sub(pattern, sound, heard, count=1)
    return heard
