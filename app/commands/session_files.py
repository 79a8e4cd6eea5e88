"""What the command line does to session files: export, import, verify, repair, delete."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.core import paths
from app.core.errors import GhostPilotError

if TYPE_CHECKING:
    from pathlib import Path

    from app.store.compare import Pair
    from app.store.index import Index
    from app.store.sessions import Session
    from app.store.turns import Turn
    from app.store.verify import Check


def read(name: str) -> Session:
    """The session of that name or path, opened with its key where it is sealed."""
    from app.store.library import find_session, key_for
    from app.store.sessions import read_session

    path = find_session(name)
    return read_session(path, key=key_for(path))


def open_index() -> Index:
    """The index over all sessions; why it is slow is told on stderr."""
    from app.store import library

    index = library.open_index()
    if index.remark:
        print(f"ghostpilot: {index.remark}", file=sys.stderr)
    return index


def export_one(args: argparse.Namespace) -> int:
    """Write a session as a document; the form is that of the file's name if none is given."""
    from app.store.export import FORMS, export
    from app.store.files import write_whole

    form = args.format or (args.to.suffix.lstrip(".").lower() if args.to else "md")
    if form not in FORMS:
        raise GhostPilotError(
            f"There is no form {form!r} to export to",
            next_step=f"Choose one with --format: {', '.join(FORMS)}.",
        )
    text = export(read(args.session), form, args.redactor).encode("utf-8", "replace")
    if args.to is None:
        sys.stdout.buffer.write(text)
        return 0
    write_whole(args.to, text)
    print(f"Written to {args.to}", file=sys.stderr)
    return 0


def show_sent(args: argparse.Namespace) -> int:
    """The egress ledger of a session: each host, what kind of content, how much, when."""
    from app.core.egress import as_csv, ledger

    lines = ledger(read(args.session).events)
    if args.csv:
        sys.stdout.write(as_csv(lines))
        return 0
    for sent in lines:
        if args.json:
            print(json.dumps({"type": "sent", **asdict(sent)}))
            continue
        where = "this machine" if sent.local else sent.host
        print(
            f"{sent.provider} at {where}: {', '.join(sent.content)}; {sent.requests} requests, "
            f"{sent.bytes} bytes, from {sent.first:.0f} s to {sent.last:.0f} s"
        )
    if not lines and not args.json:
        print("Nothing left this machine.")
    return 0


def import_one(args: argparse.Namespace) -> int:
    """Take a session file in and say where it is now."""
    from app.store.importing import import_session
    from app.store.library import key_for

    arrived = import_session(args.file, paths.sessions(), key=key_for(args.file))
    print(json.dumps({"type": "imported", "path": arrived.as_posix()}) if args.json else arrived)
    return 0


def verify_some(args: argparse.Namespace) -> int:
    """Check the sessions named, or all; 1 when one is damaged."""
    from app.store.index import session_files
    from app.store.library import find_session, key_for
    from app.store.verify import verify

    names = args.session
    files = [find_session(n) for n in names] if names else list(session_files(paths.sessions()))
    damaged = 0
    for path in files:
        try:
            check = verify(path, key=key_for(path))
        except GhostPilotError as error:
            if names:
                raise
            sound, findings, events = False, [str(error)], 0
        else:
            sound, findings, events = check.sound, check.sentences(), len(check.session.events)
        damaged += not sound
        if args.json:
            values = {"session": path.name, "sound": sound, "events": events}
            print(json.dumps({"type": "check", **values, "findings": findings}), flush=True)
            continue
        print(f"{path.name}: {'whole' if sound else 'DAMAGED'}, {events} events")
        for finding in findings:
            print(f"  {finding}")
    return 1 if damaged else 0


def repair_some(args: argparse.Namespace) -> int:
    """Set damage aside and write missing ends; 1 when what is left is still not sound."""
    from app.store.library import find_session, key_for
    from app.store.verify import damaged_lines, repair, verify

    unsound = 0
    for path in [find_session(name) for name in args.session]:
        key = key_for(path)
        done = repair(path, key=key)
        check = verify(path, key=key)
        left = [] if check.sound else check.sentences()
        unsound += bool(left)
        if args.json:
            values = {"session": path.name, **done._asdict(), "left": left}
            print(json.dumps({"type": "repaired", **values}), flush=True)
            continue
        if done.bad_lines or done.torn:
            lines = damaged_lines(done.bad_lines)
            print(f"{path.name}: now in *.torn: {lines} and {done.torn} torn bytes")
        if done.closed:
            print(f"{path.name}: it had been cut off, and has an end now")
        if left:
            print(f"{path.name}: this cannot be mended")
            for finding in left:
                print(f"  {finding}")
        elif not any(done):
            print(f"{path.name}: there was nothing to repair")
    return 1 if unsound else 0


def delete_some(args: argparse.Namespace) -> int:
    """Delete the sessions named and those beyond the limits; only with --yes."""
    from app.store.library import find_session
    from app.store.retention import delete_session, plan, size_of

    if not (args.session or args.older_than or args.over):
        raise GhostPilotError(
            "Nothing to delete was named",
            next_step="Name sessions, or give --older-than or --over.",
        )
    if args.older_than < 0 or args.over < 0:
        raise GhostPilotError("--older-than and --over must not be negative")
    doomed = {path: ("named", size_of(path)) for path in map(find_session, args.session)}
    for item in plan(paths.sessions(), keep_days=args.older_than, keep_mb=args.over):
        doomed.setdefault(item.path, (item.reason, item.bytes))
    index = open_index() if args.yes and doomed else None
    try:
        for path, (reason, size) in doomed.items():
            if args.yes:
                delete_session(path)
            _tell_of_deletion(args, path, args.yes, size, reason)
    finally:
        if index is not None:
            index.update()
            index.close()
    if doomed and not args.yes:
        print("Nothing was deleted; repeat with --yes to do it.", file=sys.stderr)
    return 0


def limit_all(args: argparse.Namespace) -> int:
    """What the limits would delete, and with --apply delete it."""
    from app.parts import settings_of
    from app.store.retention import enforce, plan

    storage = settings_of(args).storage
    days = storage.keep_days if args.days is None else args.days
    mb = storage.keep_mb if args.mb is None else args.mb
    if days < 0 or mb < 0:
        raise GhostPilotError("--days and --mb must not be negative")
    doomed = (enforce if args.apply else plan)(paths.sessions(), keep_days=days, keep_mb=mb)
    for item in doomed:
        _tell_of_deletion(args, item.path, args.apply, item.bytes, item.reason)
    if doomed and args.apply:
        open_index().close()  # it forgets them
    if not args.json:
        limits = [f"{days} days"] * bool(days) + [f"{mb} MB"] * bool(mb)
        size = sum(item.bytes for item in doomed) / 1e6
        verb = "deleted" if args.apply else "would be deleted"
        print(f"Limits: {' and '.join(limits) or 'none'}. {len(doomed)} {verb}, {size:.2f} MB.")
        if doomed and not args.apply:
            print("Nothing was deleted; repeat with --apply to do it.", file=sys.stderr)
    return 0


def _tell_of_deletion(
    args: argparse.Namespace, path: Path, deleted: bool, size: int, reason: str
) -> None:
    values = {"session": path.name, "deleted": deleted, "bytes": size, "reason": reason}
    verb = "deleted" if deleted else "would delete"
    print(
        json.dumps({"type": "deletion", **values})
        if args.json
        else f"{verb} {path.name} ({size / 1e6:.2f} MB): {reason}"
    )


def turn_values(turn: Turn) -> dict[str, Any]:
    """One turn as JSON values."""
    return {
        "number": turn.number,
        "question": turn.question.text,
        "asked_at": turn.question.asked_at,
        "answer": turn.text,
        "ended": turn.ended,
        "provider": turn.answer.provider if turn.answer else None,
        "notes": [p.note for p in turn.passages.passages] if turn.passages else [],
        "waterfall": [asdict(stage) for stage in turn.waterfall()],
        "verdict": asdict(turn.verdict) if turn.verdict else None,
    }


def pair_values(pair: Pair) -> dict[str, Any]:
    """One compared question as JSON values."""
    return {
        "question": pair.question,
        "words": [asdict(run) for run in pair.words()],
        "passages_gained": [f"{p.note} > {p.heading}" for p in pair.passages_gained()],
        "passages_lost": [f"{p.note} > {p.heading}" for p in pair.passages_lost()],
        "first_token_ms": pair.first_token_ms(),
        "total_ms": pair.total_ms(),
        "tokens": pair.tokens(),
    }


def warn(check: Check) -> None:
    """Say on stderr what is missing from a session that is about to be shown."""
    from app.store.verify import damaged_lines

    session = check.session
    if session.bad_lines or session.torn:
        lines = len(session.bad_lines) + bool(session.torn)
        print(
            f"ghostpilot: left out of {session.path.name}: {damaged_lines(lines)}",
            file=sys.stderr,
        )
