"""In another language the program speaks of itself in that language, and of others in theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.audio.pulse import PulseSystem
from app.core.events import Answer, Health, Problem, Timing, Transcript
from app.llm.offline import NO_ANSWER, NO_MODEL
from app.llm.policy import NO_PROVIDER
from app.ui.language import use_language
from app.ui.told import told


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    use_language("de")
    yield
    use_language("en")


def answer(text: str, provider: str = "offline") -> Answer:
    return Answer("q", text, provider, None, "complete", Timing(1, 2))


def test_a_silent_channel() -> None:
    note = f"no sound for 64 s; {PulseSystem.silence_hint}"
    shown = told(Health("me", 0.0, "silent", note))
    assert isinstance(shown, Health)
    assert shown.note.startswith("kein Ton seit 64 s; ")
    assert "sound" not in shown.note
    assert "device" not in shown.note


@pytest.mark.parametrize("note", [NO_MODEL, NO_ANSWER])
def test_an_answer_made_of_notes(note: str) -> None:
    shown = told(answer(f"**Plans** [1]\n\nEnterprise adds sign-on.\n\n*{note}*"))
    assert isinstance(shown, Answer)
    first, middle, last = shown.text.split("\n\n")
    assert (first, middle) == ("**Plans** [1]", "Enterprise adds sign-on.")
    assert last != f"*{note}*"
    assert last.startswith("*")
    assert last.endswith("deine eigenen Notizen.*")


def test_an_answer_that_no_note_gives() -> None:
    shown = told(answer("Not in your notes.\n\n*No model was asked.*"))
    assert isinstance(shown, Answer)
    assert shown.text == "Nicht in deinen Notizen.\n\n*Es wurde kein Modell gefragt.*"


def test_a_problem_that_every_new_user_meets() -> None:
    shown = told(NO_PROVIDER)
    assert isinstance(shown, Problem)
    assert shown.title == "Es wurde kein Modell gefragt"
    assert (shown.where, shown.sticky) == (NO_PROVIDER.where, NO_PROVIDER.sticky)


def test_the_words_of_people_and_models_stay() -> None:
    said = Transcript("u", "them", "Not in your notes.", 0, 1, True)
    assert told(said) is said
    assert told(worded := answer("Not in your notes.", "local")) is worded


def test_in_english_nothing_changes() -> None:
    use_language("en")
    assert told(NO_PROVIDER) == NO_PROVIDER
