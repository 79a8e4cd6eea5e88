"""What parts below the windows say is known again, whatever names and numbers stand in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import app
from app.audio.faults import Faults
from app.core.events import Health, Problem
from app.llm.classify import Failure
from app.llm.policy import words
from app.platforms.keys import parse, unavailable
from app.platforms.linux import LinuxExclusion, window_system
from app.ui.language import use_language
from app.ui.told import told
from app.ui.told_words import in_the_language, sentences

APP = Path(app.__file__).parent
FIELD = re.compile(r"\{\w*\}")
ENGLISH = (" the ", " your ", " is ", " does ", "cannot", "window", "Ask ", " or ")


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    use_language("de")
    yield
    use_language("en")


def assert_german(text: str) -> None:
    shown = f" {in_the_language(text)} "
    assert not [word for word in ENGLISH if word in shown], shown


KINDS = ("request", "fit", "filter", "auth", "quota", "model", "busy", "unreachable", "stall",
         "hollow", "unknown")  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_failure_of_a_provider(kind: str) -> None:
    said = words("my server", Failure(kind, "why"))  # type: ignore[arg-type] - each is one
    assert_german(said.title)
    assert "my server" in in_the_language(said.title)
    assert_german(said.next_step)


def test_what_the_desktop_shows_to_captures() -> None:
    assert_german(LinuxExclusion({}).advice())
    assert_german(LinuxExclusion({"WAYLAND_DISPLAY": "w"}).advice())
    for environ in ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "w"}):
        assert_german(window_system(environ)[1])


def test_a_key_that_cannot_be_had() -> None:
    problem = unavailable("toggle", parse("Ctrl+Alt+Space"), "another program holds it")
    for text in (problem.title, problem.detail, problem.next_step):
        assert_german(text)


def test_a_channel_that_is_not_heard() -> None:
    lost = Health("me", 0.0, "lost", "USB mic sends no sound", next_step="Connect it again, or "
                  "choose another in the settings.")  # fmt: skip
    problem = Faults().take(lost)
    assert problem is not None
    shown = told(problem)
    assert isinstance(shown, Problem)
    assert shown.title == "Dein Mikrofon ist nicht zu hören"
    assert shown.detail == "USB mic sendet keinen Ton"


def test_the_words_of_others_stay_as_they_are() -> None:
    for text in ("", "model 'x' not found; try another", "Kein Netz"):
        assert in_the_language(text) == text


def test_in_english_every_sentence_is_itself() -> None:
    use_language("en")
    for text in sentences(str):
        assert in_the_language(text) == text


def written(file: Path) -> Iterator[str]:
    """Every text in a source file, with an empty pair of braces for each of its fields."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
            yield "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield FIELD.sub("{}", node.value)


def says(text: str, sentence: str) -> bool:
    """Whether a text of the source becomes the sentence, its fields filled in.

    At least half of the sentence must stand in it: a text of fields alone says anything.
    Without a model, the notes' last line is cut at its colon.
    """
    if text.startswith(f"{sentence[:-1]}:"):
        return True
    parts = text.split("{}")
    if not all(part in sentence for part in parts):
        return False
    if 2 * len("".join(parts)) < len(FIELD.sub("", sentence)):
        return False
    return re.fullmatch(".*".join(map(re.escape, parts)), sentence, re.DOTALL) is not None


def test_every_sentence_is_still_said_below_the_windows() -> None:
    files = [file for file in APP.rglob("*.py") if file.parent.name != "ui"]
    texts = {text for file in files for text in written(file)}
    unsaid = [one for one in sentences(str) if not any(says(text, one) for text in texts)]
    assert unsaid == []
    assert not any(says(text, "{device} sends no more sound at all") for text in texts)
