"""The recorded sessions: list, read, search, compare, export, check, mend and delete them."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from app.commands import session_files
from app.commands.console import harmless
from app.core import paths
from app.core.errors import GhostPilotError

HELP = (
    "recorded sessions: list show search sent compare export import verify repair retention delete"
)
_KINDS = ("question", "answer", "said", "note")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One verb with its own arguments."""
    verbs = parser.add_subparsers(metavar="VERB", required=True, dest="verb")

    def verb(name: str, about: str, act: Callable[[argparse.Namespace], int]) -> Any:
        found = verbs.add_parser(name, help=about, description=about)
        found.add_argument("--json", action="store_true", help="one JSON object a line")
        found.add_argument(  # `sessions --verbose list` works as well: this one adds no default
            "--verbose", action="store_true", default=argparse.SUPPRESS,
            help="log what happens to stderr",
        )  # fmt: skip
        found.set_defaults(act=act)
        return found

    def sessions(found: argparse.ArgumentParser, count: str | None = None) -> None:
        about = "a file, a name from the list, or `last`"
        found.add_argument("session", nargs=count, metavar="SESSION", help=about)

    verb("list", "all sessions, the newest first", show_list)
    sessions(verb("show", "the turns of a session and its figures", show_session))
    search = verb("search", "words in questions, answers, talk and notes", show_hits)
    search.add_argument("text", metavar="TEXT")
    search.add_argument("--since", type=_day, metavar="DATE", help="first day, as 2026-11-20")
    search.add_argument("--until", type=_day, metavar="DATE", help="last day")
    search.add_argument("--mode", default="", help="only sessions of this mode")
    search.add_argument("--provider", default="", help="only sessions with this provider")
    search.add_argument("--note", default="", help="only turns that showed this note")
    search.add_argument("--kind", action="append", choices=_KINDS, help="only these places")
    search.add_argument("--limit", type=int, default=20, metavar="N", help="how many at most")
    sent = verb("sent", "what left this machine in a session, and to whom", session_files.show_sent)
    sessions(sent)
    sent.add_argument("--csv", action="store_true", help="as a table for a spreadsheet")
    compare = verb("compare", "two sessions side by side, by their questions", show_comparison)
    compare.add_argument("old", metavar="OLD")
    compare.add_argument("new", metavar="NEW")
    export = verb("export", "a session as a document", session_files.export_one)
    sessions(export)
    export.add_argument("--format", choices=("md", "json", "txt", "srt", "vtt", "html"))
    export.add_argument("--to", type=Path, metavar="FILE", help="else it goes to stdout")
    take_in = verb("import", "take in a session file", session_files.import_one)
    take_in.add_argument("file", type=Path, metavar="FILE")
    sessions(verb("verify", "check sessions through and through", session_files.verify_some), "*")
    sessions(verb("repair", "set damage aside in *.torn", session_files.repair_some), "+")
    retention = verb(
        "retention", "what the limits of age and size would delete", session_files.limit_all
    )
    retention.add_argument("--days", type=int, metavar="N", help="else that of the settings")
    retention.add_argument("--mb", type=int, metavar="N", help="else that of the settings")
    retention.add_argument("--apply", action="store_true", help="delete; without, only say so")
    delete = verb("delete", "delete sessions for good", session_files.delete_some)
    sessions(delete, "*")
    delete.add_argument("--older-than", type=int, default=0, metavar="DAYS")
    delete.add_argument("--over", type=int, default=0, metavar="MB", help="keep at most this much")
    delete.add_argument("--yes", action="store_true", help="do it; without, only say what would go")


def run(args: argparse.Namespace) -> int:
    """Do what the verb says; 1 when `verify` finds damage."""
    code: int = args.act(args)
    return code


def show_list(args: argparse.Namespace) -> int:
    """Every session in a line, with what became of it."""
    from app.store.journal import is_locked
    from app.store.moments import clock

    index = session_files.open_index()
    try:
        rows = index.sessions()
    finally:
        index.close()
    for row in rows:
        running = not row.ended and is_locked(paths.sessions() / row.name)
        if args.json:
            print_json("session", {**asdict(row), "recording": running})
            continue
        cut = "is being recorded" if running else "was cut off"
        state = row.trouble or {"closed": "", "": cut, "cut": "was cut off"}.get(
            row.ended, row.ended
        )
        problems = _count(row.problems, "problem") if row.problems else ""
        notes = ", ".join(note for note in (problems, state) if note)
        print_plain(
            f"{row.name:<24} {clock(row.duration):>8} {_count(row.turns, 'turn'):>10}  {row.title}"
            + (f"  ({notes})" if notes else "")
        )
    if not rows and not args.json:
        print("No session has been recorded yet.")
    return 0


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def show_session(args: argparse.Namespace) -> int:
    """The turns of a session as markdown, then its figures."""
    from app.store.export import as_markdown
    from app.store.statistics import statistics
    from app.store.turns import markers, turns

    session = session_files.read(args.session)
    figures = statistics(session)
    if args.json:
        for turn in turns(session):
            print_json("turn", session_files.turn_values(turn))
        for marker in markers(session):
            print_json("marker", asdict(marker))
        print_json("statistics", {**asdict(figures), "talk_ratio": figures.talk_ratio})
        return 0
    print_plain(as_markdown(session))
    for stage, latency in figures.latency.items():
        print(f"{stage:<12} p50 {latency.p50:6.0f} ms   p95 {latency.p95:6.0f} ms")
    for channel, talk in figures.talk.items():
        print(f"{channel:<12} {talk.seconds:6.1f} s   {talk.pace:6.0f} words a minute")
    for numbers in figures.repeated:
        print("asked again: turns " + ", ".join(map(str, numbers)))
    if session.bad_lines:
        print(f"Left out: {_count(len(session.bad_lines), 'damaged line')}.")
    return 0


def show_hits(args: argparse.Namespace) -> int:
    """The places a search found, each with the words around it."""
    from app.store.moments import clock
    from app.store.search import END, START, Filters, search

    if args.limit < 1:
        raise GhostPilotError("--limit must be 1 or more")
    filters = Filters(
        args.since, args.until, args.mode, args.provider, args.note, tuple(args.kind or ())
    )
    index = session_files.open_index()
    try:
        hits = search(index, args.text, filters, limit=args.limit)
    finally:
        index.close()
    for hit in hits:
        if args.json:
            snippet = hit.snippet.replace(START, "[").replace(END, "]")
            print_json("hit", {**asdict(hit), "snippet": snippet})
        else:
            snippet = hit.snippet.replace(START, "*").replace(END, "*")
            print_plain(f"{hit.session}  {clock(hit.at):>8}  {hit.kind:<8}  {_line(snippet)}")
    return 0


def show_comparison(args: argparse.Namespace) -> int:
    """The questions of two sessions, with what went and what came in each answer."""
    from app.store.compare import compare

    pairs = compare(session_files.read(args.old), session_files.read(args.new))
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    for pair in pairs:
        if args.json:
            print_json("pair", session_files.pair_values(pair))
            continue
        print_plain(f"## {_line(pair.question)}\n")
        print_plain("".join(marks[run.kind].format(run.text) for run in pair.words()) + "\n")
        for sign, passages in (("-", pair.passages_lost()), ("+", pair.passages_gained())):
            for passage in passages:
                print_plain(f"{sign} {passage.note} > {passage.heading}")
        old, new = pair.first_token_ms()
        if old is not None and new is not None:
            print(f"first token {old:.0f} -> {new:.0f} ms\n")
    return 0


def print_json(kind: str, values: dict[str, Any]) -> None:
    """One JSON object a line, whatever half characters are in its texts."""
    text = json.dumps({"type": kind, **values}, ensure_ascii=False, default=str)
    # Half of a surrogate pair has no UTF-8; its JSON escape says the same.
    print(text.encode("utf-8", "backslashreplace").decode(), flush=True)


def print_plain(text: str) -> None:
    """Text of notes or talk, without what a terminal would obey."""
    print(harmless(text))


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date like 2026-11-20") from error
