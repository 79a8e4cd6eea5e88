"""Key sequences as people write them."""

from __future__ import annotations

import dataclasses

import pytest

from app.core.errors import GhostPilotError
from app.core.sections import Hotkeys
from app.platforms.keys import KEYS, parse, parse_all, write


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("Ctrl+Alt+Space", "Ctrl+Alt+Space"),
        ("alt + control + space", "Ctrl+Alt+Space"),
        ("Super+Shift+g", "Meta+Shift+G"),
        ("cmd+enter", "Meta+Return"),
        ("F9", "F9"),
        ("Shift+F12", "Shift+F12"),
        ("Ctrl+PageDown", "Ctrl+PgDown"),
        ("Ctrl+,", "Ctrl+,"),
    ],
)
def test_spelling_does_not_matter(written: str, usual: str) -> None:
    assert write(parse(written)) == usual


@pytest.mark.parametrize("key", KEYS.values(), ids=lambda key: key.name)
def test_every_key_can_be_written_and_read_again(key: object) -> None:
    chord = parse(f"Ctrl+{key.name}")  # type: ignore[attr-defined]
    assert parse(write(chord)) == chord


@pytest.mark.parametrize("plain", ["A", "Space", "Shift+A", "Return", "shift+;"])
def test_a_key_that_people_type_needs_a_modifier(plain: str) -> None:
    with pytest.raises(GhostPilotError, match="needs a modifier"):
        parse(plain)


@pytest.mark.parametrize("wrong", ["Hyper+A", "Ctrl+Banana", "Ctrl+", "", "Ctrl++A"])
def test_what_cannot_be_read_is_named(wrong: str) -> None:
    with pytest.raises(GhostPilotError, match="cannot be read") as caught:
        parse(wrong)
    assert repr(wrong) in caught.value.title


def test_one_bad_key_leaves_the_others() -> None:
    chords, problems = parse_all({"toggle": "Ctrl+Banana", "ask_now": "Ctrl+Alt+Return"})

    assert list(chords) == ["ask_now"]
    assert [problem.where for problem in problems] == ["hotkeys"]


def test_of_two_actions_with_one_key_the_first_keeps_it() -> None:
    chords, problems = parse_all({"toggle": "Ctrl+Alt+Space", "ask_now": "Alt+Ctrl+Space"})

    assert list(chords) == ["toggle"]
    assert problems[0].title == "The key Ctrl+Alt+Space for ask now does not work"
    assert problems[0].detail == "toggle has this key already"


def test_the_default_keys_are_all_good() -> None:
    keys = dataclasses.asdict(Hotkeys())
    chords, problems = parse_all(keys)

    assert problems == []
    assert set(chords) == {action for action, key in keys.items() if key}
    assert all(chord.key.mac is not None for chord in chords.values())
