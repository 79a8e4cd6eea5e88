"""The providers of the settings: list them, test them, see what could be set up."""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import asdict

from app.commands.consent import settle
from app.commands.keys import ACTIONS, run_key, terminal_secrets
from app.core.errors import GhostPilotError
from app.core.provider import ProviderCheck, host_of
from app.core.settings import Provider, Settings

HELP = "list and test the providers of answers, and keep their keys"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which provider."""
    parser.add_argument(
        "action",
        nargs="?",
        default="list",
        choices=("list", "test", "presets", "offers", "key", "agree", "refuse"),
        help="offers: servers that run on this machine now; key: set, forget or find a key; "
        "agree, refuse: whether its host may be sent to",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="only this provider")
    parser.add_argument(
        "what",
        nargs="?",
        choices=ACTIONS,
        default="where",
        help="with key; set reads it unseen from the terminal, or as a line of the input",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Print the providers; 1 when a tested one would not answer."""
    from app.llm.presets import PRESETS
    from app.parts import settings_of

    settings = settings_of(args)
    if args.action == "key":
        return run_key(settings, args.redactor, args.name, args.what)
    if args.action in ("agree", "refuse"):
        return settle(settings, args.name, args.config, yes=args.action == "agree")
    if args.action == "test":
        return asyncio.run(_test(args, settings))
    if args.action == "offers":
        listed = asyncio.run(_offers(args, settings))
    elif args.action == "presets":
        listed = tuple(preset.provider for preset in PRESETS)
    else:
        listed = settings.providers
    for provider in listed:
        if args.json:
            print(json.dumps({"type": "provider", **asdict(provider)}))
        else:
            key = f"  key in {provider.key_env}" if provider.key_env else ""
            print(
                f"{provider.name:<12} {provider.model or '(no model)':<28} {provider.base_url}{key}"
            )
    if not listed and not args.json:
        print(
            "No server that answers was found on this machine."
            if args.action == "offers"
            else "No provider is set up. See `ghostpilot providers presets` for known services."
        )
    return 0


async def _test(args: argparse.Namespace, settings: Settings) -> int:
    """Ask each provider for one word; nothing of the user's is sent."""
    from app.narration import open_narrator

    chosen = [p for p in settings.providers if args.name in (None, p.name)]
    if not chosen:
        raise GhostPilotError(
            f"There is no provider {args.name}" if args.name else "No provider is set up",
            next_step="Add one as [[providers]] in the settings; see: ghostpilot providers presets",
        )
    failed = 0
    secrets = terminal_secrets(args.redactor)
    async with open_narrator(lambda: settings, args.redactor, secrets=secrets) as narrator:
        for provider in chosen:
            found = await narrator.check(provider)
            failed += not found.passed
            print(_as_json(found) if args.json else _as_text(provider, found), flush=True)
    return 1 if failed else 0


async def _offers(args: argparse.Namespace, settings: Settings) -> tuple[Provider, ...]:
    from app.narration import open_narrator

    async with open_narrator(lambda: settings, args.redactor) as narrator:
        return tuple(await narrator.local_offers())


def _as_json(found: ProviderCheck) -> str:
    value = asdict(found)
    if found.problem is not None:
        problem = found.problem
        value["problem"] = {
            "title": problem.title,
            "detail": problem.detail,
            "next_step": problem.next_step,
        }
    return json.dumps({"type": "provider_check", "pass": found.passed, **value})


def _as_text(provider: Provider, found: ProviderCheck) -> str:
    if found.problem is None:
        ms = found.first_token_ms or 0.0
        return f"PASS  {provider.name}: {provider.model} answers, first token after {ms:.0f} ms"
    problem = found.problem
    why = f"{problem.title}: {problem.detail}. {problem.next_step}".replace("..", ".")
    return f"FAIL  {provider.name} ({host_of(provider.base_url)}): {why}".rstrip()
