"""Direct questions and the statements that look like them."""

import pytest

from app.questions.direct import opens_as_question, questions_inside


@pytest.mark.parametrize(
    "body",
    [
        "why did it fail",
        "how many brokers are there",
        "which team owns the gateway",
        "what limits the throughput",
        "is kafka required here",
        "do the tests run nightly",
        "have the issues been resolved",
        "how so",
    ],
)
def test_question(body: str):
    assert opens_as_question(body, marked=False)


@pytest.mark.parametrize(
    "body",
    [
        "why it failed is unclear",
        "what i like is the speed",
        "what matters is the result",
        "do the dishes",
        "will send it tomorrow",
        "which is why we moved",
        "so do we",
    ],
)
def test_statement(body: str):
    assert not opens_as_question(body, marked=False)


def test_a_question_after_an_introduction_is_found_where_it_begins():
    body = "for the new region how do you fail over"
    assert body[questions_inside(body)[0] :] == "how do you fail over"
    assert questions_inside("this is what we do you see") == []
