"""Passages keep every word once, know their place, and are never cut where it hurts."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from app.retrieval.chunking import chunk_note, chunk_text, plain
from app.retrieval.pieces import HARD_WORDS, MAX_WORDS, WHOLE_CHARACTERS

NOTE = """\
---
title: Deploys
owner: Maya
---

# Deploys

Argo CD deploys every service. There is no deploy on Friday.

## Rollback

- Run the command.
- Announce it,
  in the channel.

```sh
# not a heading
argocd app rollback
```

| Level | Reply |
|---|---|
| SEV1 | 5 minutes |
"""


def test_a_passage_knows_title_heading_and_line() -> None:
    chunks = chunk_note(NOTE, "deploys")
    assert [(c.title, c.heading, c.line) for c in chunks] == [
        ("Deploys", "", 3),
        ("Deploys", "Deploys", 8),
        ("Deploys", "Deploys > Rollback", 12),
    ]
    assert chunks[1].text == "Argo CD deploys every service. There is no deploy on Friday."


def test_title_and_heading_are_indexed_but_not_shown() -> None:
    rollback = chunk_note(NOTE, "deploys")[2]
    assert rollback.indexed.startswith("Deploys > Rollback\n")
    assert "Deploys" not in rollback.text


def test_code_and_lists_keep_their_lines() -> None:
    text = chunk_note(NOTE, "deploys")[2].text
    assert "- Run the command.\n- Announce it, in the channel." in text
    assert "```sh\n# not a heading\nargocd app rollback\n```" in text


def test_the_title_falls_back_to_the_first_heading_then_the_file() -> None:
    assert chunk_note("# Pricing\n\nPlans.", "x")[0].title == "Pricing"
    assert chunk_note("Plans.", "pricing")[0].title == "pricing"


def test_a_code_block_is_never_cut() -> None:
    code = "```\n" + "word word word\n\n" * 200 + "```"
    chunks = chunk_note(f"# A\n\nBefore.\n\n{code}\n\nAfter.", "a")
    assert [c.text for c in chunks] == ["Before.", code, "After."]


def test_a_long_table_is_cut_between_rows_and_remembers_its_head() -> None:
    rows = "\n".join(f"| plan{n} | costs {n} euro every month |" for n in range(40))
    chunks = chunk_note(f"| Plan | Price |\n|---|---|\n{rows}", "t")
    assert len(chunks) > 1
    assert all(
        line.startswith("|") and line.endswith("|") for c in chunks for line in c.text.split("\n")
    )
    assert "Price" not in chunks[1].text and "Price" in chunks[1].indexed


def test_never_across_headings() -> None:
    chunks = chunk_note("# A\n\none.\n\n## B\n\ntwo.\n\n# C\n\nthree.", "n")
    assert [(c.heading, c.text) for c in chunks] == [
        ("A", "one."),
        ("A > B", "two."),
        ("C", "three."),
    ]


def test_headings_with_nothing_below_are_found_too() -> None:
    chunks = chunk_note("# Ideas\n\n## Buy a boat\n\n## Learn Danish\n", "n")
    assert [(c.heading, c.line) for c in chunks] == [
        ("Ideas > Buy a boat", 3),
        ("Ideas > Learn Danish", 5),
    ]


def test_empty_headings_are_nothing() -> None:
    assert chunk_note("#", "n") == chunk_note("# \n\n##\n", "n") == []
    assert [(c.title, c.heading) for c in chunk_note("#\n\nText.", "n")] == [("n", "")]


def test_windows_line_ends_do_not_move_lines() -> None:
    unix = chunk_note(NOTE, "n")
    assert chunk_note(NOTE.replace("\n", "\r\n"), "n") == unix


def test_sentences_are_whole_and_passages_short() -> None:
    text = " ".join(f"This is sentence number {n} of a long story." for n in range(40))
    chunks = chunk_text(text, "t")
    assert all(len(c.text.split()) <= MAX_WORDS and c.text.endswith(".") for c in chunks)
    assert " ".join(c.text for c in chunks) == text


def test_a_line_without_an_end_is_cut_between_words() -> None:
    chunks = chunk_text("word " * 40_000, "t")
    assert all(len(c.text.split()) <= HARD_WORDS for c in chunks)
    assert sum(len(c.text.split()) for c in chunks) == 40_000


def test_a_line_without_spaces_is_cut_between_characters() -> None:
    chunks = chunk_text("x" * 200_000, "t")
    assert sum(c.text.count("x") for c in chunks) == 200_000
    assert max(len(c.text) for c in chunks) < 5_000


LONG = "the quick onyx goblin " * 9_000
HUGE = {
    "html": f"<div>\n{LONG}\n</div>",
    "indented": f"    {LONG}",
    "fence": f"```\n{LONG}\n```",
    "cell": f"| A | B |\n|---|---|\n| x | y |\n| 1 | {LONG}|",
    "head": f"| A | {LONG}|\n|---|---|\n| x | y |\n| 1 | z |",
    "item": f"- {LONG}",
    "code in an item": f"- a\n\n  ```\n  {LONG}\n  ```",
    "quote": f"> {LONG}",
    "heading": f"# {LONG}",
    "underlined": f"{LONG}\n---",
    "front matter": f"---\nnote: {LONG}\n---",
    "title": f"---\ntitle: {LONG}\n---",
}


@pytest.mark.parametrize("kind", HUGE)
def test_a_huge_line_is_cut_wherever_it_stands(kind: str) -> None:
    note = f"{HUGE[kind]}\n\nThe end.\n"
    chunks = chunk_note(note, "n")
    assert max(len(c.text) for c in chunks) <= WHOLE_CHARACTERS
    assert max(len(c.indexed) for c in chunks) <= 2 * WHOLE_CHARACTERS
    assert "".join("".join(c.text.split()) for c in chunks).count("onyx") == LONG.count("onyx")
    assert chunks[-1].text.endswith("The end.")
    assert [c.line for c in chunks] == sorted(c.line for c in chunks)


def test_long_code_is_cut_between_lines() -> None:
    code = "\n".join(f"row {n} of a long listing" for n in range(2000))
    chunks = chunk_note(f"```\n{code}\n```", "n")
    assert "\n".join(c.text for c in chunks) == f"```\n{code}\n```"
    assert all(c.text.split("\n")[0] == f"row {c.line - 2} of a long listing" for c in chunks[1:])


@pytest.mark.parametrize(
    "opening",
    [
        "Kafka is our bus. It keeps events.",
        "We moved.\nAnd owner: nobody",
        "- a list\n- that opens",
    ],
)
def test_a_rule_that_opens_a_note_is_no_front_matter(opening: str) -> None:
    chunks = chunk_note(f"---\n\n{opening}\n\n---\n\n# Rest\n\nMore.\n", "n")
    assert [(c.text, c.heading) for c in chunks] == [
        (" ".join(opening.split("\n")) if opening[0] != "-" else opening, ""),
        ("More.", "Rest"),
    ]


def test_front_matter_may_have_lists_and_blocks() -> None:
    front = "title: Deploys\ntags:\n- ops\n  - ci\n# remark\ntext: |\n  more\n\nlast edit: today"
    chunks = chunk_note(f"---\n{front}\n---\nBody.\n", "n")
    assert [c.title for c in chunks] == ["Deploys", "Deploys"]
    assert chunks[0].text.startswith("tags:\n- ops") and chunks[1].text == "Body."


def test_a_paragraph_above_a_rule_stays_text() -> None:
    (chunk,) = chunk_note("---\nWe moved to Kafka\nin the spring.\n---\n", "n")
    assert (chunk.text, chunk.line) == ("We moved to Kafka in the spring.", 2)


def test_a_passage_is_the_notes_own_text() -> None:
    chinese = "\u6211\u4eec\u642c\u4e86\u3002\u5f88\u5feb\uff01\u771f\u7684\uff1f\u597d\u3002"
    assert chunk_note(chinese, "n")[0].text == chunk_text(chinese, "n")[0].text == chinese
    for hard in (
        "Roses are red.  \nViolets  are blue",
        "One\\\nTwo",
        "- a.\n- b",
        "> quoted\n> twice",
    ):
        assert chunk_note(hard, "n")[0].text == hard
    assert chunk_note("Wrapped\nlines. Are\njoined.", "n")[0].text == "Wrapped lines. Are joined."


def test_empty_notes_have_no_passage() -> None:
    assert chunk_note("", "n") == chunk_note("\n \n", "n") == chunk_text("", "n") == []
    assert chunk_note("---\ntitle: Only\n---\n", "n") == []


def test_plain_drops_marks_and_link_targets() -> None:
    assert plain("see **the** [status page](https://x.y/z) in `on_call`").split() == [
        "see",
        "the",
        "status",
        "page",
        "in",
        "on_call",
    ]


prose = st.lists(
    st.lists(
        st.from_regex(r"[a-zA-Z0-9üñ]{1,9}[.!?,]?", fullmatch=True), min_size=1, max_size=90
    ).map(" ".join),
    max_size=8,
)


@given(prose, st.sampled_from(["\n\n", "\n", "\r\n\r\n"]))
def test_plain_text_loses_and_repeats_no_word(paragraphs: list[str], between: str) -> None:
    text = between.join(paragraphs)
    chunks = chunk_text(text, "t")
    assert " ".join(c.text for c in chunks).split() == text.split()


block = st.one_of(
    st.from_regex(r"[a-z]{1,8}( [a-z]{1,8}[.!?]?){0,80}", fullmatch=True),
    st.from_regex(r"#{1,4} [a-z]{1,8}", fullmatch=True),
    st.from_regex(r"- [a-z]{1,8}( [a-z]{1,8}){0,6}(\n- [a-z]{1,8}){0,5}", fullmatch=True),
    st.from_regex(r"```\n([a-z# ]{0,20}\n){0,12}```", fullmatch=True),
    st.from_regex(
        r"\| a \| b \|\n\|---\|---\|\n(\| [a-z]{1,5} \| [a-z]{1,5} \|\n){1,30}", fullmatch=True
    ),
    st.from_regex(r"> [a-z ]{1,40}", fullmatch=True),
    st.just("[ref]: https://example.org"),
    st.sampled_from(["    {}", "```\n{}\n```", "<div>\n{}\n</div>", "> {}"]).flatmap(
        lambda frame: st.integers(0, 900).map(
            lambda count: frame.format(" ".join(f"w{n}" for n in range(count + 1)))
        )
    ),
    st.integers(0, 900).map(
        lambda count: "| a | b |\n|---|---|\n| x | y |\n| c | " + "gobo " * count + "|"
    ),
)


@given(st.lists(block, max_size=10))
def test_markdown_loses_and_repeats_nothing_and_lines_are_right(blocks: list[str]) -> None:
    # Each block carries its number, so that a lost, doubled or misplaced one is seen.
    marked = [
        f"n{number}n {text}" if text[0].isalpha() else text for number, text in enumerate(blocks)
    ]
    note = "\n\n".join(marked)
    lines = note.split("\n")
    chunks = chunk_note(note, "n")
    assert all(len(chunk.text) <= WHOLE_CHARACTERS for chunk in chunks)
    shown = [word for chunk in chunks for word in chunk.text.split()]
    headings = {word for line in lines if line.startswith("#") for word in line.split()}
    body = [word for word in note.split() if word not in headings]
    assert [word for word in shown if word not in headings] == body
    last = 0
    for chunk in chunks:
        assert chunk.line >= last
        assert chunk.text.split()[0] in lines[chunk.line - 1]
        last = chunk.line


@given(st.text(max_size=400))
def test_any_text_at_all_is_cut_without_error(text: str) -> None:
    for chunk in (*chunk_note(text, "n"), *chunk_text(text, "n")):
        assert chunk.text.strip() and chunk.line >= 1
