"""The loads used for figures draw what they claim to draw."""

from __future__ import annotations

from app.ui.markdown_stream import parser
from app.ui.measure import LOADS, answer_of


def test_an_answer_has_the_length_asked_for_and_every_kind_of_block() -> None:
    text = answer_of(2000)
    assert len(text) == 10_000
    kinds = {token.type for token in parser().parse(text)}
    assert {"heading_open", "table_open", "fence", "ordered_list_open", "bullet_list_open",
            "blockquote_open"} <= kinds  # fmt: skip


async def test_idling_costs_no_memory_that_matters() -> None:
    figures = await LOADS["paint"]()
    assert 0 < float(figures["rss_mb"])
