"""Judge lines of text: is this a question somebody wants answered, and of which kind?"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.core.errors import GhostPilotError

HELP = "run the question detector on a file of utterances"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file to judge."""
    parser.add_argument(
        "--file", type=Path, required=True, help='lines {"id","text","channel"}', metavar="JSONL"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Print one verdict per line of the file."""
    from app.questions.detector import judge

    for line in read_lines(args.file, "text"):
        channel = line.get("channel", "them")
        judgement = judge(line["text"])
        asked = judgement.question and channel == "them"
        if args.json:
            verdict = {
                "type": "judged",
                "id": line.get("id"),
                "question": asked,
                "kind": judgement.kind if asked else None,
            }
            print(json.dumps(verdict, ensure_ascii=False))
        else:
            print(f"{judgement.kind if asked else '-':<14} {line['text']}")
    return 0


def read_lines(path: Path, *needed: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file, each with the ``needed`` texts.

    Raises `GhostPilotError` naming the file or the line that does not fit.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GhostPilotError(
            f"The file {path} cannot be read", str(error), "Name a UTF-8 file of JSON lines."
        ) from error
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            value = error
        if not isinstance(value, dict) or not all(isinstance(value.get(k), str) for k in needed):
            wanted = " and ".join(f'a text "{name}"' for name in needed)
            raise GhostPilotError(
                f"Line {number} of {path} is no JSON object with {wanted}".removesuffix(" with "),
                next_step="Correct the line.",
            )
        yield value
