"""`sessions` answers with results on stdout, sentences on stderr and an honest exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.core import paths
from app.core.clock import Clock
from app.store.annotations import mark
from app.store.opening import open_session
from tests.session_samples import turn


def record(text: str = "How do you roll back a deploy?", turns: int = 2) -> Path:
    recorder = open_session(paths.sessions(), now=Clock().now)
    for number in range(1, turns + 1):
        for event in turn(number, number * 2.0, text):
            recorder.put(event)
    recorder.close()
    return recorder.path


def objects(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_without_sessions_the_list_is_empty(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sessions", "list"]) == 0
    assert capsys.readouterr().out == "No session has been recorded yet.\n"
    assert main(["sessions", "list", "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_the_list_names_each_session(capsys: pytest.CaptureFixture[str]) -> None:
    path = record()
    assert main(["sessions", "list"]) == 0
    assert f"{path.name}" in capsys.readouterr().out
    assert main(["sessions", "list", "--json"]) == 0
    (row,) = objects(capsys)
    assert (row["type"], row["name"], row["turns"]) == ("session", path.name, 2)


def test_the_list_counts_in_plain_english(capsys: pytest.CaptureFixture[str]) -> None:
    record(turns=1)
    assert main(["sessions", "list"]) == 0
    assert " 1 turn  How" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["list", "--verbose"], ["--verbose", "list"]])
def test_verbose_may_stand_before_and_after_the_verb(words: list[str]) -> None:
    assert main(["sessions", *words]) == 0


@pytest.mark.parametrize("way", ["name", "stem", "path", "last"])
def test_a_session_can_be_named_in_four_ways(way: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = record()
    name = {"name": path.name, "stem": path.stem, "path": str(path), "last": "last"}[way]
    assert main(["sessions", "show", name]) == 0
    shown = capsys.readouterr().out
    assert "## 2. How do you roll back a deploy?" in shown
    assert "first token  p50    400 ms   p95    400 ms" in shown
    assert "asked again: turns 1, 2" in shown


def test_show_tells_of_marked_moments(capsys: pytest.CaptureFixture[str]) -> None:
    mark(record(), 3.5, "ask legal")
    assert main(["sessions", "show", "last"]) == 0
    assert "## Marked\n\n- 0:03 ask legal\n" in capsys.readouterr().out
    assert main(["sessions", "show", "last", "--json"]) == 0
    markers = [item for item in objects(capsys) if item["type"] == "marker"]
    assert markers == [{"type": "marker", "at": 3.5, "note": "ask legal"}]


def test_show_as_json_gives_turns_and_figures(capsys: pytest.CaptureFixture[str]) -> None:
    record()
    assert main(["sessions", "show", "last", "--json"]) == 0
    *turns, figures = objects(capsys)
    assert [item["number"] for item in turns] == [1, 2]
    assert turns[0]["waterfall"][0]["name"] == "question"
    assert (figures["type"], figures["turns"]) == ("statistics", 2)


def test_search_finds_words_and_a_miss_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    record()
    record("What does it cost?", turns=1)
    assert main(["sessions", "search", "cost"]) == 0
    assert "What does it *cost*?" in capsys.readouterr().out
    assert main(["sessions", "search", "cost", "--json", "--kind", "question"]) == 0
    (hit,) = objects(capsys)
    assert (hit["kind"], hit["snippet"]) == ("question", "What does it [cost]?")
    assert main(["sessions", "search", "zebra"]) == 0
    assert main(["sessions", "search", "cost", "--since", "2999-01-01"]) == 0
    assert capsys.readouterr().out == ""


def test_nonsense_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sessions", "show", "none"]) == 2
    assert "There is no session none" in capsys.readouterr().err
    assert main(["sessions", "show", "last"]) == 2
    assert main(["sessions", "search", "a", "--limit", "0"]) == 2
    with pytest.raises(SystemExit, match="2"):
        main(["sessions", "search", "a", "--since", "yesterday"])
    assert "is no date" in capsys.readouterr().err


def test_two_sessions_are_compared_word_by_word(capsys: pytest.CaptureFixture[str]) -> None:
    old, new = record(turns=1), record()
    assert main(["sessions", "compare", old.name, new.name]) == 0
    shown = capsys.readouterr().out
    assert "## How do you roll back a deploy?" in shown
    assert "{+Roll back with one command [1].+}" in shown
    assert main(["sessions", "compare", old.name, new.name, "--json"]) == 0
    assert [pair["first_token_ms"] for pair in objects(capsys)] == [[12.5, 12.5], [None, 12.5]]


def test_text_of_a_recording_cannot_command_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    record("Is \x1b]0;evil\x07 it\u009b2J?")
    for words in (["list"], ["show", "last"], ["search", "evil"], ["compare", "last", "last"]):
        assert main(["sessions", *words]) == 0
        shown = capsys.readouterr().out
        assert "evil" in shown
        assert not {"\x1b", "\x07", "\u009b"} & set(shown)


def test_half_a_character_is_shown_somehow(capsys: pytest.CaptureFixture[str]) -> None:
    record("Half \ud83d of it?")
    for words in (["list"], ["show", "last"], ["search", "half"], ["export", "last"]):
        assert main(["sessions", *words]) == 0
        assert main(["sessions", *words, "--json"]) == 0
    assert main(["replay", "last", "--speed", "200", "--json"]) == 0
    assert "Half" in capsys.readouterr().out


def test_a_running_and_a_cut_session_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    path = record()
    path.write_bytes(path.read_bytes().rsplit(b"\n", 2)[0] + b"\n")
    recorder = open_session(paths.sessions(), now=Clock().now)
    recorder.flush()
    assert main(["sessions", "list"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert ["is being recorded" in line for line in shown] == [True, False]
    assert ["was cut off" in line for line in shown] == [False, True]
    recorder.close()


def test_what_cannot_be_read_is_listed_with_its_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    record()
    (paths.sessions() / "20200101-000000.gpcast").write_bytes(b"nonsense\n")
    assert main(["sessions", "list"]) == 0
    assert "is not a session file" in capsys.readouterr().out


def test_an_unwritable_cache_costs_time_but_no_answer(capsys: pytest.CaptureFixture[str]) -> None:
    path = record()
    paths.cache().rmdir() if paths.cache().exists() else None
    paths.cache().write_text("no folder")
    for arguments, found in ((["list"], path.name), (["search", "roll"], "question")):
        assert main(["sessions", *arguments]) == 0
        shown = capsys.readouterr()
        assert found in shown.out
        assert shown.err.startswith("ghostpilot: The index of the sessions is made anew each time")
        assert shown.err.count("\n") == 1
