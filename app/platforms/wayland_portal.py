"""Global hotkeys on Wayland: the desktop's GlobalShortcuts portal, spoken to over D-Bus.

Read: flatpak.github.io/xdg-desktop-portal, GlobalShortcuts and host Registry. The desktop may
ask the user, give other keys than wished, or offer no portal at all; then the user can bind
``ghostpilot toggle`` to a key in the desktop's own settings.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.platforms.autostart import APP_ID, write_menu_entry
from app.platforms.base import HELD, RELEASED
from app.platforms.keys import Chord, parse_all, spoken, unavailable

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

PORTAL = "org.freedesktop.portal.Desktop"
PORTAL_PATH = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REQUEST = "org.freedesktop.portal.Request"
SESSION = "org.freedesktop.portal.Session"
REGISTRY = "org.freedesktop.host.portal.Registry"
MODIFIERS = {"Meta": "LOGO", "Ctrl": "CTRL", "Alt": "ALT", "Shift": "SHIFT"}
ANSWER_S = 5.0
"""How long the portal may take for a call."""
USER_S = 180.0
"""How long the user may look at the desktop's question about the keys."""


class PortalHotkeys:
    """A source of hotkeys that calls back on the loop it was bound on."""

    def __init__(self, bus_address: str | None = None) -> None:
        """``bus_address``: another session bus than the user's."""
        self._address = bus_address
        self._bus: MessageBus | None = None
        self._session = ""
        self._pressed: Callable[[str], None] | None = None
        self._lost: Callable[[Problem], None] | None = None
        self._waiting: dict[str, asyncio.Future[tuple[int, dict[str, Any]]]] = {}
        self._tokens = itertools.count(1)

    def listen(self, pressed: Callable[[str], None], lost: Callable[[Problem], None]) -> None:
        self._pressed, self._lost = pressed, lost

    async def bind(self, keys: Mapping[str, str]) -> list[Problem]:
        """As the contract says; may wait for the user's answer to a question of the desktop."""
        await self._end_session()
        chords, problems = parse_all(keys)
        if not chords:
            return problems
        try:
            await self._connect()
            await self._begin_session()
            granted = await self._bind(chords)
        except GhostPilotError as error:
            return [*problems, error.problem("hotkeys")]
        problems += [
            unavailable(action, chord, "the desktop did not grant it")
            for action, chord in chords.items()
            if action not in granted
        ]
        return problems

    async def aclose(self) -> None:
        await self._end_session()
        if self._bus is not None:
            self._bus.disconnect()
            ended: Callable[[], Awaitable[None]] = self._bus.wait_for_disconnect
            await ended()
            self._bus = None

    async def _connect(self) -> None:
        if self._bus is not None and self._bus.connected:
            return
        from dbus_fast import BusType
        from dbus_fast.aio import MessageBus
        from dbus_fast.errors import AuthError, InvalidAddressError

        try:
            bus = await MessageBus(self._address, bus_type=BusType.SESSION).connect()
        except (AuthError, InvalidAddressError, OSError, EOFError) as error:
            raise _no_portal(f"no session bus: {error}") from error
        bus.add_message_handler(self._on_message)
        self._bus = bus
        rules = [
            f"type='signal',sender='{PORTAL}',interface='{interface}'"
            for interface in (REQUEST, SHORTCUTS, SESSION)
        ]
        rules.append(f"type='signal',member='NameOwnerChanged',arg0='{PORTAL}'")
        for rule in rules:
            await self._call(
                "org.freedesktop.DBus", "/org/freedesktop/DBus", "AddMatch", "s", [rule],
                destination="org.freedesktop.DBus",
            )  # fmt: skip
        await self._register()

    async def _register(self) -> None:
        """Tell the portal who asks; older portals have no registry and need none."""
        await asyncio.to_thread(write_menu_entry)
        try:
            await self._call(REGISTRY, PORTAL_PATH, "Register", "sa{sv}", [APP_ID, {}])
        except GhostPilotError:
            return  # a portal that insists on an id says so when the session is made

    async def _begin_session(self) -> None:
        from dbus_fast import Variant

        token = f"ghostpilot{next(self._tokens)}"
        code, results = await self._request(
            "CreateSession", "a{sv}", [], {"session_handle_token": Variant("s", token)}, ANSWER_S
        )
        if code != 0 or "session_handle" not in results:
            raise _no_portal("it did not open a session")
        self._session = results["session_handle"].value

    async def _bind(self, chords: Mapping[str, Chord]) -> set[str]:
        """Ask for the keys and return the actions that were granted one."""
        from dbus_fast import Variant

        wanted = [
            [
                action,
                {
                    "description": Variant("s", spoken(action).capitalize()),
                    "preferred_trigger": Variant("s", trigger(chord)),
                },
            ]
            for action, chord in chords.items()
        ]
        code, results = await self._request(
            "BindShortcuts", "oa(sa{sv})sa{sv}", [self._session, wanted, ""], {}, USER_S
        )
        if code != 0:
            raise _no_portal("the keys were declined")
        return {item[0] for item in results["shortcuts"].value} if "shortcuts" in results else set()

    async def _request(
        self, member: str, signature: str, body: list[Any], options: dict[str, Any], limit_s: float
    ) -> tuple[int, dict[str, Any]]:
        """A portal call whose answer comes later, as a signal of a request object."""
        from dbus_fast import Variant

        assert self._bus is not None and self._bus.unique_name is not None
        token = f"ghostpilot{next(self._tokens)}"
        sender = self._bus.unique_name.removeprefix(":").replace(".", "_")
        path = f"{PORTAL_PATH}/request/{sender}/{token}"
        answer = asyncio.get_running_loop().create_future()
        self._waiting[path] = answer
        try:
            options = {**options, "handle_token": Variant("s", token)}
            (actual,) = await self._call(
                SHORTCUTS, PORTAL_PATH, member, signature, [*body, options]
            )
            self._waiting[actual] = answer
            return await asyncio.wait_for(answer, limit_s)
        except TimeoutError as error:
            raise _no_portal(f"no answer to {member} for {limit_s:.0f} s") from error
        finally:
            self._waiting = {p: f for p, f in self._waiting.items() if f is not answer}

    async def _call(
        self, interface: str, path: str, member: str, signature: str, body: list[Any],
        *, destination: str = PORTAL,
    ) -> list[Any]:  # fmt: skip
        from dbus_fast import Message, MessageType

        assert self._bus is not None
        message = Message(
            destination=destination, path=path, interface=interface, member=member,
            signature=signature, body=body,
        )  # fmt: skip
        try:
            reply = await asyncio.wait_for(self._bus.call(message), ANSWER_S)
        except (TimeoutError, EOFError, OSError) as error:
            raise _no_portal(f"no answer to {member}") from error
        if reply is None or reply.message_type == MessageType.ERROR:
            detail = reply.body[0] if reply is not None and reply.body else member
            raise _no_portal(str(detail))
        return list(reply.body)

    def _on_message(self, message: Message) -> None:
        from dbus_fast import MessageType

        if message.message_type != MessageType.SIGNAL:
            return
        if (message.interface, message.member) == (REQUEST, "Response"):
            answer = self._waiting.get(message.path or "")
            if answer is not None and not answer.done():
                answer.set_result((message.body[0], message.body[1]))
        elif (message.interface, message.member) == (SHORTCUTS, "Activated"):
            session, action = message.body[:2]
            if session == self._session and self._pressed is not None:
                self._pressed(action)
        elif (message.interface, message.member) == (SHORTCUTS, "Deactivated"):
            session, action = message.body[:2]
            if session == self._session and self._pressed is not None and action in HELD:
                self._pressed(action + RELEASED)
        elif (message.interface, message.member) == (SESSION, "Closed"):
            if message.path == self._session:
                self._keys_lost("the desktop ended the session")
        elif message.member == "NameOwnerChanged" and message.body[::2] == [PORTAL, ""]:
            self._keys_lost("its portal has ended")

    def _keys_lost(self, why: str) -> None:
        if self._session and self._lost is not None:
            self._session = ""
            self._lost(
                Problem(
                    "hotkeys",
                    "The desktop took the global hotkeys back",
                    why,
                    "Save the hotkeys again in the settings, or use the tray.",
                    sticky=True,
                )
            )

    async def _end_session(self) -> None:
        session, self._session = self._session, ""
        if session and self._bus is not None and self._bus.connected:
            try:
                await self._call(SESSION, session, "Close", "", [])
            except GhostPilotError:
                return  # the portal has gone, and its session with it


def trigger(chord: Chord) -> str:
    """The key as the freedesktop.org shortcuts specification writes it: ``CTRL+ALT+space``."""
    modifiers = [MODIFIERS[name] for name in MODIFIERS if name in chord.modifiers]
    return "+".join([*modifiers, chord.key.keysym])


def _no_portal(why: str) -> GhostPilotError:
    return GhostPilotError(
        "This desktop gives no global hotkeys to programs",
        why,
        "Bind the command ghostpilot toggle to a key in the settings of your desktop.",
    )
