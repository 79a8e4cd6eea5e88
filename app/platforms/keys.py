"""Key sequences as people write them ("Ctrl+Alt+Space") and their codes on each system."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass

from app.core.errors import GhostPilotError
from app.core.events import Problem

MODIFIERS = {
    "ctrl": "Ctrl",
    "control": "Ctrl",
    "alt": "Alt",
    "option": "Alt",
    "shift": "Shift",
    "meta": "Meta",
    "super": "Meta",
    "win": "Meta",
    "cmd": "Meta",
    "command": "Meta",
}
"""Every accepted spelling, in lower case. Meta is the Windows, Command or Super key."""

TAKEN = "another program holds it"
"""Why a system refuses a key that is in use."""

MAC_LETTERS = {
    "A": 0, "S": 1, "D": 2, "F": 3, "H": 4, "G": 5, "Z": 6, "X": 7, "C": 8, "V": 9, "B": 11,
    "Q": 12, "W": 13, "E": 14, "R": 15, "Y": 16, "T": 17, "1": 18, "2": 19, "3": 20, "4": 21,
    "6": 22, "5": 23, "9": 25, "7": 26, "8": 28, "0": 29, "O": 31, "U": 32, "I": 34, "P": 35,
    "L": 37, "J": 38, "K": 40, "N": 45, "M": 46,
}  # fmt: skip
MAC_FUNCTIONS = (122, 120, 99, 118, 96, 97, 98, 100, 101, 109, 103, 111, 105, 107, 113, 106, 64,
                 79, 80, 90)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """One key without its modifiers."""

    name: str
    """As Qt writes it in a portable key sequence."""
    keysym: str
    """Its X11 name (``X11/keysymdef.h``); the shortcuts portal uses the same names."""
    windows: int
    """Its virtual-key code (``winuser.h``)."""
    mac: int | None
    """Its virtual-key code (``HIToolbox/Events.h``), None where a Mac has no such key."""


@dataclass(frozen=True, slots=True)
class Chord:
    """A key with its modifiers, each one of Ctrl, Alt, Shift, Meta."""

    modifiers: frozenset[str]
    key: Key


def _all_keys() -> dict[str, Key]:
    named = [
        Key("Space", "space", 0x20, 49),
        Key("Return", "Return", 0x0D, 36),
        Key("Tab", "Tab", 0x09, 48),
        Key("Esc", "Escape", 0x1B, 53),
        Key("Backspace", "BackSpace", 0x08, 51),
        Key("Ins", "Insert", 0x2D, None),
        Key("Del", "Delete", 0x2E, 117),
        Key("Home", "Home", 0x24, 115),
        Key("End", "End", 0x23, 119),
        Key("PgUp", "Page_Up", 0x21, 116),
        Key("PgDown", "Page_Down", 0x22, 121),
        Key("Left", "Left", 0x25, 123),
        Key("Right", "Right", 0x27, 124),
        Key("Up", "Up", 0x26, 126),
        Key("Down", "Down", 0x28, 125),
        Key("Pause", "Pause", 0x13, None),
        Key("Print", "Print", 0x2C, None),
        Key(",", "comma", 0xBC, 43),
        Key(".", "period", 0xBE, 47),
        Key("/", "slash", 0xBF, 44),
        Key(";", "semicolon", 0xBA, 41),
        Key("'", "apostrophe", 0xDE, 39),
        Key("[", "bracketleft", 0xDB, 33),
        Key("]", "bracketright", 0xDD, 30),
        Key("\\", "backslash", 0xDC, 42),
        Key("-", "minus", 0xBD, 27),
        Key("=", "equal", 0xBB, 24),
        Key("`", "grave", 0xC0, 50),
    ]
    named += [
        Key(name, name.lower(), ord(name), MAC_LETTERS[name])
        for name in string.ascii_uppercase + string.digits
    ]
    named += [
        Key(f"F{i + 1}", f"F{i + 1}", 0x70 + i, MAC_FUNCTIONS[i] if i < 20 else None)
        for i in range(24)
    ]
    keys = {key.name.lower(): key for key in named}
    for other, name in {
        "enter": "return",
        "escape": "esc",
        "insert": "ins",
        "delete": "del",
        "pageup": "pgup",
        "pagedown": "pgdown",
    }.items():
        keys[other] = keys[name]
    return keys


KEYS = _all_keys()
"""Every key that can be bound, by its name in lower case."""


def parse(sequence: str) -> Chord:
    """Read a key sequence; case and spaces do not matter.

    Raises `GhostPilotError` when a part is unknown, or when an ordinary key stands alone:
    taking a plain letter from every program would make typing impossible.
    """
    parts = [part.strip() for part in sequence.split("+")]
    modifiers = set()
    for part in parts[:-1]:
        if part.lower() not in MODIFIERS:
            raise GhostPilotError(
                f"The key {sequence!r} cannot be read",
                f"{part!r} is not a modifier",
                "Use Ctrl, Alt, Shift or Meta before the last +.",
            )
        modifiers.add(MODIFIERS[part.lower()])
    key = KEYS.get(parts[-1].lower())
    if key is None:
        raise GhostPilotError(
            f"The key {sequence!r} cannot be read",
            f"there is no key {parts[-1]!r}",
            "Write it like Ctrl+Alt+Space or Ctrl+Shift+F9.",
        )
    function_key = key.name[0] == "F" and key.name[1:].isdigit()
    if modifiers <= {"Shift"} and not function_key:
        raise GhostPilotError(
            f"The key {sequence!r} needs a modifier",
            "no other program could use it any more",
            "Add Ctrl, Alt or Meta.",
        )
    return Chord(frozenset(modifiers), key)


def write(chord: Chord) -> str:
    """The sequence in its usual spelling."""
    ordered = [name for name in ("Meta", "Ctrl", "Alt", "Shift") if name in chord.modifiers]
    return "+".join([*ordered, chord.key.name])


def parse_all(keys: Mapping[str, str]) -> tuple[dict[str, Chord], list[Problem]]:
    """The chords of every action that has a key, and a `Problem` for each that has a bad one.

    Of two actions with the same key the first keeps it.
    """
    chords: dict[str, Chord] = {}
    problems = []
    for action, sequence in keys.items():
        if not sequence.strip():
            continue
        try:
            chord = parse(sequence)
        except GhostPilotError as error:
            problems.append(error.problem("hotkeys"))
            continue
        owner = next((other for other, taken in chords.items() if taken == chord), None)
        if owner is not None:
            problems.append(unavailable(action, chord, f"{spoken(owner)} has this key already"))
            continue
        chords[action] = chord
    return chords, problems


def unavailable(action: str, chord: Chord, why: str) -> Problem:
    """The report that one key cannot be had."""
    return Problem(
        "hotkeys",
        f"The key {write(chord)} for {spoken(action)} does not work",
        why,
        "Choose another key in the settings; all other keys work.",
        sticky=True,
    )


def spoken(action: str) -> str:
    """The name of an action as words."""
    return action.replace("_", " ")
