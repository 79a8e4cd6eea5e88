"""Chooses the device of a channel: by the name the user picked, else the system's default."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from app.core.events import Channel, Device

_COUNTED = re.compile(r"(?<=\()\d+\s*-\s*|\s*[#.]\d+$|\s+\(\d+\)$")
"""Numbers that systems add when a device comes back on another socket: "(2- USB Audio)"."""


def choose(devices: Iterable[Device], channel: Channel, wanted: str) -> Device | None:
    """The wanted device, also under the new number it got when it was plugged in again.

    When it is not there, or none is wanted, the default; None when there is neither.
    """
    candidates = [device for device in devices if device.channel == channel]
    if wanted:
        for same in (_exactly, _without_numbers):
            for device in candidates:
                if same(wanted) in (same(device.name), same(device.key)):
                    return device
    return next((device for device in candidates if device.default), None)


def is_wanted(device: Device, wanted: str) -> bool:
    """Whether this is the device the user picked, or none was picked."""
    names = (_without_numbers(device.name), _without_numbers(device.key))
    return not wanted or _without_numbers(wanted) in names


def told_apart(names: Iterable[str]) -> Iterator[str]:
    """The names in their order, equal ones with a number: "USB Mic", "USB Mic #2"."""
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} #{seen[name]}"


def _exactly(name: str) -> str:
    return name.strip()


def _without_numbers(name: str) -> str:
    return _COUNTED.sub("", name.strip()).casefold()
