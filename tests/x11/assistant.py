"""What a screen reader sees of a program: a walk over the accessibility tree of its windows."""

from __future__ import annotations

import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

ACCESSIBLE = "org.a11y.atspi.Accessible"
FOCUSABLE, SHOWING = 11, 25
"""Bits of the states that AT-SPI gives."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One part of a window."""

    role: str
    name: str
    focusable: bool
    showing: bool


@contextmanager
def session_bus(folder: Path) -> Iterator[str]:
    """A message bus of our own; its address. Services that it starts live in ``folder``."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    process = subprocess.Popen(
        command,
        env={**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(5)
        process.stdout.close()


class Assistant:
    """A client of the accessibility bus."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus

    async def walk(self) -> list[Seen]:
        """Every part of every window on the bus."""
        root = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
        seen: list[Seen] = []
        for place in await self._children(*root):
            await self._walk(*place, seen)
        return seen

    async def _walk(self, name: str, path: str, seen: list[Seen]) -> None:
        (role,) = await call(self._bus, name, path, ACCESSIBLE, "GetRoleName")
        words = (ACCESSIBLE, "Name")
        (called,) = await call(
            self._bus, name, path, "org.freedesktop.DBus.Properties", "Get", "ss", words
        )
        (states,) = await call(self._bus, name, path, ACCESSIBLE, "GetState")
        bits = states[0] | (states[1] << 32)
        seen.append(
            Seen(role, called.value, bool(bits >> FOCUSABLE & 1), bool(bits >> SHOWING & 1))
        )
        if role in ("table", "list"):
            return  # thousands of cells, each named by its text
        for place in await self._children(name, path):
            await self._walk(*place, seen)

    async def _children(self, name: str, path: str) -> list[tuple[str, str]]:
        (found,) = await call(self._bus, name, path, ACCESSIBLE, "GetChildren")
        return [(name, path) for name, path in found]


async def call(
    bus: MessageBus, name: str, path: str, interface: str, member: str,
    signature: str = "", body: tuple[Any, ...] = (),
) -> list[Any]:  # fmt: skip
    """The answer to a method call."""
    answer = await bus.call(
        Message(
            destination=name, path=path, interface=interface, member=member,
            signature=signature, body=list(body),
        )
    )  # fmt: skip
    assert answer is not None
    assert answer.message_type != MessageType.ERROR, answer.body
    return list(answer.body)


@asynccontextmanager
async def assistant(address: str) -> AsyncIterator[Assistant]:
    """Connected to the accessibility bus of a session bus."""
    session = await MessageBus(bus_address=address).connect()
    try:
        (own,) = await call(session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        bus = await MessageBus(bus_address=own).connect()
        try:
            yield Assistant(bus)
        finally:
            bus.disconnect()
    finally:
        session.disconnect()


def environment(address: str) -> dict[str, str]:
    """What makes Qt speak to an assistant on this bus."""
    return {
        "DBUS_SESSION_BUS_ADDRESS": address,
        "QT_ACCESSIBILITY": "1",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "GHOSTPILOT_HOME": os.environ["GHOSTPILOT_HOME"],
    }
