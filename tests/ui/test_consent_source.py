"""The facts behind the note on consent are plain values that a desk fills in."""

from __future__ import annotations

from app.ui.consent_source import ConsentFacts, ConsentSource


async def test_a_source_gathers_the_facts_of_the_moment() -> None:
    class Known:
        async def facts(self) -> ConsentFacts:
            return ConsentFacts("/r", recorded=True, sound_kept=False, sealed=False, keep_days=0)

    source: ConsentSource = Known()
    assert (await source.facts()).recipients == ()
