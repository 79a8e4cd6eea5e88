"""The desk offers what the knowledge tab asks for."""

from __future__ import annotations

from app.desks.knowledge import KnowledgeDesk
from app.ui.knowledge_source import Knowledge
from tests.ui.sources import assert_offers


def test_the_desk_has_every_call_of_the_source() -> None:
    assert_offers(KnowledgeDesk, Knowledge)
