"""The notes answer by themselves, readable and cited, and say that no model was asked."""

from __future__ import annotations

import dataclasses

from app.llm.offline import MOST_PASSAGES, OfflineNarrator, compose, excerpt
from app.llm.prompt import NOT_COVERED
from tests.llm.narrating import CANARY, ROLLBACK, request, told_by

LONG = dataclasses.replace(
    ROLLBACK, text="# Deploys\n\n" + "A sentence of the notes, in full. " * 60
)


async def test_the_best_passages_with_citations() -> None:
    told = await told_by(OfflineNarrator())
    answer = told.answer
    assert answer.text.startswith("**Deploys > Rollback** [1]\n\nTo roll back, run `deployctl")
    assert "**Deploys > Canary** [2]" in answer.text
    assert answer.text.endswith("*No model was asked: these are your own notes.*")
    assert (answer.provider, answer.model, answer.ended) == ("offline", None, "complete")
    assert answer.citations == (1, 2)
    assert answer.timing.first_token_ms is not None
    assert len(told.events) > 10
    assert told.problems == []


async def test_not_in_the_notes() -> None:
    for asked in (request(covered=False), request(passages=())):
        told = await told_by(OfflineNarrator(), asked)
        assert told.answer.text == f"{NOT_COVERED}\n\n*No model was asked.*"
        assert told.answer.citations == ()


def test_not_more_than_can_be_read() -> None:
    text, citations = compose(request(passages=[LONG] * 6))
    assert len(citations) == MOST_PASSAGES
    assert len(text) < 1600


def test_an_excerpt_ends_with_a_sentence_and_has_no_heading() -> None:
    cut = excerpt(LONG, 200)
    assert cut.startswith("A sentence")
    assert cut.endswith("in full. \u2026")
    assert len(cut) <= 203


def test_an_open_code_block_is_closed() -> None:
    code = dataclasses.replace(CANARY, text="```\n" + "make deploy\n" * 60 + "```")
    assert excerpt(code, 100).count("```") == 2


def test_a_text_without_ends_is_cut_at_a_word() -> None:
    words = dataclasses.replace(CANARY, text="word " * 200)
    assert excerpt(words, 103).endswith("word \u2026")
    one = dataclasses.replace(CANARY, text="x" * 500)
    assert excerpt(one, 100)


def test_what_stands_above_a_note_is_told_as_facts() -> None:
    front = "owner: Maya Lind\nteams:\n  - blue\n  - red\ntags: [pay, kafka]\nsince: 2025"
    facts = dataclasses.replace(CANARY, text=front, heading="")
    text, citations = compose(request(passages=[ROLLBACK, facts]))
    assert "[2]\n\nowner: Maya Lind \u00b7 teams: blue, red \u00b7 since: 2025\n\n*" in text
    assert citations == (1, 2)


def test_what_is_there_for_programs_alone_is_left_out_and_not_cited() -> None:
    tags = dataclasses.replace(CANARY, text="tags: [pay]\naliases:\n- billing", heading="")
    text, citations = compose(request(passages=[ROLLBACK, tags, CANARY]))
    assert "pay" not in text and "billing" not in text
    assert citations == (1, 3)
    assert "**Deploys > Canary** [3]" in text
    assert compose(request(passages=[tags]))[0].startswith(NOT_COVERED)


def test_text_with_a_colon_is_no_front_matter() -> None:
    words = dataclasses.replace(CANARY, text="Note: the gate is shut.\nAsk Ola.", heading="")
    assert excerpt(words, 300) == "Note: the gate is shut.\nAsk Ola."


async def test_it_has_nothing_to_get_ready_or_to_close() -> None:
    narrator = OfflineNarrator()
    await narrator.warm()
    await narrator.aclose()
