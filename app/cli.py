"""The command line: finds the verb, runs it, turns every failure into a sentence and a code."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence

import app
from app.core.errors import GhostPilotError
from app.core.log import set_up_logging
from app.core.redact import Redactor

COMMANDS = {
    **{name: name for name in ("run", "demo", "transcribe", "search", "ask", "questions")},
    **{name: name for name in ("doctor", "devices", "sessions", "replay", "rerun")},
    **{name: name for name in ("providers", "bench")},
    **{
        name: "control"
        for name in ("toggle", "ask-now", "capture", "pause", "mark", "show", "quit")
    },
}
"""Each command and its module in `app.commands`, which loads nothing heavy until it runs."""

DEFAULT = "run"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 no, 2 bad input, 3 missing, 130."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a pipe may know few characters
    try:
        args = _parse(list(sys.argv[1:] if arguments is None else arguments))
        args.redactor = Redactor()
        set_up_logging(args.redactor, verbose=args.verbose)
        code: int = args.run(args)
        if sys.stdout is not None:  # as it is for a program without a console
            sys.stdout.flush()
        return code
    except GhostPilotError as error:
        print(f"ghostpilot: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of a pipe went away; the interpreter must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="ghostpilot", description=app.__doc__)
    parser.add_argument("--version", action="version", version=f"ghostpilot {app.__version__}")
    verbs = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, module_name in COMMANDS.items():
        module = importlib.import_module(f"app.commands.{module_name}")
        about = module.HELP if isinstance(module.HELP, str) else module.HELP[name]
        verb = verbs.add_parser(name, help=about, description=module.__doc__)
        verb.add_argument("--config", metavar="FILE", help="another settings file (TOML)")
        verb.add_argument("--verbose", action="store_true", help="log what happens to stderr")
        module.add_arguments(verb)
        verb.set_defaults(run=module.run, command=name)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words = [DEFAULT, *words]
    return parser.parse_args(words)
