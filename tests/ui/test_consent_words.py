"""What is recorded and sent is said in plain words, and nothing is said that is not so."""

from __future__ import annotations

import dataclasses

import pytest

from app.ui.consent_source import ConsentFacts, Past, Recipient
from app.ui.consent_words import content_words, rows, size

PLAIN = ConsentFacts(
    "/home/me/sessions", recorded=True, sound_kept=False, sealed=False, keep_days=0
)
OPENAI = Recipient("openai", "api.openai.com", ("talk", "passages"), local=False, agreed=False)


def words(facts: ConsentFacts) -> dict[str, str]:
    return dict(rows(facts))


def test_without_a_provider_nothing_leaves() -> None:
    told = words(PLAIN)
    assert told["Leaves this computer"].startswith("Nothing.")
    assert "Sent by earlier sessions" not in told


def test_the_folder_is_named_and_who_can_read_it() -> None:
    assert words(PLAIN)["Kept in"].splitlines()[0] == "/home/me/sessions"
    assert "Only your user account" in words(PLAIN)["Kept in"]
    sealed = dataclasses.replace(PLAIN, sealed=True, keep_days=30)
    assert "Encrypted" in words(sealed)["Kept in"]
    assert "after 30 days" in words(sealed)["Kept in"]


def test_each_host_is_named_with_what_it_gets() -> None:
    told = words(dataclasses.replace(PLAIN, recipients=(OPENAI,)))["Leaves this computer"]
    assert told == (
        "openai (api.openai.com) gets the question and recent talk, passages of your notes. "
        "You are asked before the first time."
    )
    agreed = dataclasses.replace(OPENAI, agreed=True)
    told = words(dataclasses.replace(PLAIN, recipients=(agreed,)))["Leaves this computer"]
    assert "You are asked" not in told


def test_a_server_on_this_machine_is_no_way_out() -> None:
    local = Recipient("ollama", "127.0.0.1:11434", ("talk",), local=True, agreed=False)
    told = words(dataclasses.replace(PLAIN, recipients=(local,)))["Leaves this computer"]
    assert told.startswith("Nothing.")


def test_sound_that_is_kept_and_recording_that_is_off_are_said() -> None:
    assert "as sound and as text" in words(dataclasses.replace(PLAIN, sound_kept=True))["Recorded"]
    off = words(dataclasses.replace(PLAIN, recorded=False))
    assert off["Recorded"].startswith("Nothing")
    assert "Kept in" not in off


def test_what_earlier_sessions_sent_is_counted() -> None:
    past = (Past("api.openai.com", ("passages", "talk"), 14_300, 5), Past("b", ("image",), 9, 1))
    told = words(dataclasses.replace(PLAIN, past=past))["Sent by earlier sessions"].splitlines()
    assert told == [
        "api.openai.com: the question and recent talk, passages of your notes; 14 kB in 5 sessions",
        "b: screenshots you ask about; 9 B in one session",
    ]


@pytest.mark.parametrize(("count", "text"), [(0, "0 B"), (1500, "2 kB"), (3_200_000, "3 MB")])
def test_sizes_are_for_people(count: int, text: str) -> None:
    assert size(count) == text


def test_a_kind_of_content_that_is_unknown_is_still_told() -> None:
    assert content_words(("talk", "hologram")) == "the question and recent talk, hologram"
