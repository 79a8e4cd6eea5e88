"""A screen reader's view of `spoken.py`: what AT-SPI tells of it, as one JSON line.

To be run in a D-Bus session of its own; its argument is the accessibility bus's launcher.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

ACCESSIBLE = "org.a11y.atspi.Accessible"
REGISTRY = "org.a11y.atspi.Registry"


async def call(bus: MessageBus, to: str, path: str, member: str, *body: Any, of: str = "") -> Any:
    """One D-Bus call; ``member`` is written ``interface.Member``."""
    interface, _, name = member.rpartition(".")
    message = Message(
        destination=to, path=path, interface=interface, member=name, signature=of, body=list(body)
    )
    reply = await bus.call(message)
    assert reply is not None and reply.message_type is not MessageType.ERROR, reply
    return reply.body[0] if reply.body else None


async def tree(bus: MessageBus, name: str, path: str) -> list[tuple[str, str]]:
    """Role and name of an object and of all below it."""
    role = await call(bus, name, path, f"{ACCESSIBLE}.GetRoleName")
    get = "org.freedesktop.DBus.Properties.Get"
    label = (await call(bus, name, path, get, ACCESSIBLE, "Name", of="ss")).value
    found = [(role, label)]
    for child in await call(bus, name, path, f"{ACCESSIBLE}.GetChildren"):
        found += await tree(bus, *child)
    return found


async def read() -> None:
    session = await MessageBus().connect()
    address = await call(session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress")
    bus = await MessageBus(bus_address=address).connect()
    news: list[str] = []

    def hear(message: Message) -> None:
        if message.member == "PropertyChange" and message.body[0] == "accessible-name":
            news.append(message.body[3].value)

    bus.add_message_handler(hear)
    rule = "type='signal',interface='org.a11y.atspi.Event.Object'"
    dbus = "org.freedesktop.DBus"
    await call(bus, dbus, "/org/freedesktop/DBus", f"{dbus}.AddMatch", rule, of="s")
    what = "object:property-change:accessible-name"
    await call(bus, REGISTRY, "/org/a11y/atspi/registry", f"{REGISTRY}.RegisterEvent", what, of="s")
    for _ in range(150):
        if any("Nobody answers" in words for words in news):
            break
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.3)
    seen = await tree(bus, REGISTRY, "/org/a11y/atspi/accessible/root")
    print(json.dumps({"kind": "read", "news": news, "seen": seen}), flush=True)


launcher = subprocess.Popen([sys.argv[1], "--launch-immediately"], stderr=subprocess.DEVNULL)
environ = {**os.environ, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
environ.pop("NO_AT_BRIDGE", None)
spoken = subprocess.Popen([sys.executable, str(Path(__file__).with_name("spoken.py"))], env=environ)
try:
    asyncio.run(read())
finally:
    for process in (spoken, launcher):
        process.terminate()
        process.wait(5)
