"""Search the notes: the passages that bear on a question, and why each was chosen."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from app.commands.console import harmless
from app.commands.questions import read_lines
from app.core.errors import GhostPilotError
from app.core.events import Passages
from app.core.knowledge import KnowledgeView
from app.core.wire import to_json

MOST_TOLD = 10
"""Files left out that are named one by one."""
HELP = "passages of the notes for a question"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One query, or a file of many."""
    parser.add_argument("query", nargs="?", metavar="QUERY")
    parser.add_argument(
        "--queries", type=Path, metavar="JSONL", help='many, as lines {"id","query"}'
    )
    parser.add_argument("--knowledge", type=Path, metavar="DIR", help="another notes folder")
    parser.add_argument("--top", type=int, default=4, metavar="N", help="how many passages")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Print the passages of each query, in order; 0 also when nothing is found."""
    return asyncio.run(_search(args))


async def _search(args: argparse.Namespace) -> int:
    from app.parts import open_notes, settings_of

    if args.top < 1:
        raise GhostPilotError("--top must be 1 or more")
    queries = list(_queries(args))
    async with open_notes(settings_of(args), args.knowledge) as notes:
        for line in left_out(notes.view()):
            print(harmless(line), file=sys.stderr)
        for name, query in queries:
            found = await notes.search(query, top=args.top)
            text = _as_json(found, name, query) if args.json else harmless(_as_text(found))
            print(text, flush=True)
    return 0


def left_out(view: KnowledgeView, most: int = MOST_TOLD) -> list[str]:
    """One line for each file that may have been meant as a note and was not read as it is."""
    troubles = view.troubles()
    lines = [f"{one.path}: {one.reason}" for one in troubles[:most]]
    if len(troubles) > most:
        lines.append(f"and {len(troubles) - most} more: the Knowledge tab of the window lists all")
    return lines


def _queries(args: argparse.Namespace) -> Iterator[tuple[object, str]]:
    """The queries with their ids; a single query has none."""
    if (args.query is None) == (args.queries is None):
        raise GhostPilotError("Give one query, or a file of queries with --queries")
    if args.query is not None:
        yield None, args.query
        return
    for line in read_lines(args.queries, "query"):
        yield line.get("id"), line["query"]


def _as_json(found: Passages, name: object, query: str) -> str:
    value = to_json(found)
    del value["at"], value["emitted"]
    batch = {} if name is None else {"id": name}
    return json.dumps({"type": "passages", **batch, "query": query, **value}, ensure_ascii=False)


def _as_text(found: Passages) -> str:
    if not found.passages:
        return "Nothing found."
    lines = [] if found.covered else ["Probably not in your notes. The nearest passages:"]
    for number, passage in enumerate(found.passages, 1):
        why = passage.why
        ranks = f"words {why.bm25 or '-'}, meaning {why.dense or '-'}"
        lines.append(f"[{number}] {passage.note}:{passage.line}  {passage.heading}  ({ranks})")
        lines.append(textwrap.indent(textwrap.shorten(passage.text, 300), "    "))
    return "\n".join(lines)
