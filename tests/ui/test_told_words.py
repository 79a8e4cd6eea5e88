"""What parts below the windows say is known again, whatever names and numbers stand in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.audio.faults import Faults
from app.core.events import Health, Problem
from app.llm.classify import Failure
from app.llm.policy import words
from app.platforms.keys import parse, unavailable
from app.platforms.linux import LinuxExclusion, window_system
from app.ui.language import use_language
from app.ui.told import told
from app.ui.told_words import in_the_language, sentences

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
