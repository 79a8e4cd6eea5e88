"""What kind of answer is wanted."""

import pytest

from app.questions.kinds import kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How much is the enterprise plan?", "factual"),
        ("Tell me about a time you disagreed with your manager.", "experience"),
        ("How does Kafka rebalance consumers?", "technical"),
        ("What do you think of remote work?", "opinion"),
        ("What do you mean by that?", "clarification"),
        ("How was your weekend?", "smalltalk"),
    ],
)
def test_kind(text: str, kind: str):
    assert kind_of(text) == kind


def test_the_context_decides_for_a_sentence_that_says_too_little():
    assert kind_of("And how big?", "We use Kafka. And how big?") == "technical"
