"""What the settings are called is clear to people, and all of it is there in German."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import GNUTranslations

import pytest

from app.core.paths import shipped
from app.core.settings import declarations
from app.ui.language import use_language
from app.ui.setting_words import (
    CHOICES,
    SECTIONS,
    choice_words,
    help_words,
    label_words,
    mode_words,
    section_words,
)

DECLARED = {declared.key: declared for declared in declarations()}


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    use_language("en")


def test_every_section_has_a_name() -> None:
    assert {declared.section for declared in DECLARED.values()} == set(SECTIONS)


def test_only_choices_that_exist_have_words() -> None:
    for key, words in CHOICES.items():
        assert set(words) == set(DECLARED[key].about.choices), key


def test_limits_are_told() -> None:
    assert help_words(DECLARED["overlay.font_size"]) == "9 to 40."
    assert help_words(DECLARED["storage.keep_mb"]) == "0: no limit. 0 to 1\u202f000\u202f000."
    assert help_words(DECLARED["overlay.theme"]) == ""


def test_a_choice_without_words_is_shown_as_it_is() -> None:
    assert choice_words(DECLARED["speech.whisper_model"], "tiny.en") == "tiny.en"
    assert choice_words(DECLARED["answers.screenshot"], "screen") == "the screen under the mouse"
    assert "basic" in choice_words(DECLARED["speech.engine"], "pocketsphinx")
    assert choice_words(DECLARED["overlay.theme"], "contrast") == "high contrast"


def test_all_of_it_is_there_in_german() -> None:
    folder = shipped("assets/locale") / "de" / "LC_MESSAGES"
    with (folder / "ghostpilot.mo").open("rb") as file:
        catalogue = GNUTranslations(file)
    texts = {declared.about.label for declared in DECLARED.values()}
    texts |= {declared.about.help for declared in DECLARED.values() if declared.about.help}
    texts |= {words for known in CHOICES.values() for words in known.values()}
    texts |= set(SECTIONS.values())
    texts |= {declared.about.unit for declared in DECLARED.values()} - {""}
    same = {"macOS (Core Audio)", "Windows (WASAPI)", "Deutsch", "English", "Meeting", "Support",
            "Interview", "Overlay", "Whisper", "Azure Speech",
            "MB", "min", "ms", "pt", "px", "s"}  # fmt: skip
    missing = {text for text in texts - same if catalogue.gettext(text) == text}
    assert missing == set()


def test_they_speak_the_chosen_language() -> None:
    assert use_language("de")
    assert section_words("audio") == "Ton"
    assert label_words(DECLARED["overlay.font_size"]) == "Schriftgröße"
    assert choice_words(DECLARED["overlay.theme"], "contrast") == "hoher Kontrast"
    assert mode_words("interview") == choice_words(DECLARED["answers.mode"], "interview")
    assert (mode_words("standup"), mode_words("")) == ("standup", "")
