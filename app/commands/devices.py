"""The sound devices of this machine: what each channel can listen to and what it would."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.commands.console import harmless

if TYPE_CHECKING:
    from app.core.events import Channel, Device
    from app.core.sections import Audio

HELP = "the sound devices, the defaults and what the settings choose"
TITLES: dict[Channel, str] = {"them": "The other side (system audio)", "me": "Your microphone"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only the form of the output."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Print the devices of both channels; 0 also when there is none."""
    return asyncio.run(_devices(args))


async def _devices(args: argparse.Namespace) -> int:
    from app.audio import list_devices
    from app.parts import settings_of

    audio = settings_of(args).audio
    if audio.backend == "file":
        print(f"Sound comes from the recording {audio.file}.", file=sys.stderr)
        return 0
    devices = await list_devices(audio)
    for channel in TITLES:
        rows = list(rows_of(audio, channel, devices))
        for line in map(_as_json, rows) if args.json else _as_text(audio, channel, rows):
            print(line)
    return 0


@dataclass(frozen=True, slots=True)
class Row:
    """One device of a channel, also one that the settings choose and that is not there."""

    channel: Channel
    name: str
    key: str
    default: bool
    chosen: bool
    """Named by the settings."""
    used: bool
    """A session begun now would listen to it."""
    present: bool = True


def rows_of(audio: Audio, channel: Channel, devices: list[Device]) -> Iterator[Row]:
    """The devices of a channel in the sound system's order, a missing choice last."""
    from app.audio.devices import choose, is_wanted

    wanted: str = getattr(audio, f"{channel}_device")
    found = choose(devices, channel, wanted)
    used = found if getattr(audio, channel) else None
    there = bool(wanted) and found is not None and is_wanted(found, wanted)
    for device in devices:
        if device.channel == channel:
            chosen = there and device == found
            yield Row(channel, device.name, device.key, device.default, chosen, device == used)
    if wanted and not there:
        yield Row(channel, wanted, "", False, True, False, present=False)


def _as_json(row: Row) -> str:
    value = {name: getattr(row, name) for name in Row.__slots__}
    return json.dumps({"type": "device", **value}, ensure_ascii=False)


def _as_text(audio: Audio, channel: Channel, rows: list[Row]) -> Iterator[str]:
    off = "" if getattr(audio, channel) else "  (switched off in the settings)"
    yield TITLES[channel] + off
    for row in rows:
        marks = ["default"] if row.default else []
        if row.chosen:
            marks.append("chosen in the settings" + ("" if row.present else ", not plugged in"))
        mark = f"  [{'; '.join(marks)}]" if marks else ""
        yield f"  {'*' if row.used else ' '} {harmless(row.name)}{mark}"
    if not rows:
        yield "    none"
