"""A statement about what the other said or surely has done waits for a yes or no."""

from __future__ import annotations

import pytest

from app.questions.confirming import asks_to_confirm
from app.questions.detector import judge


@pytest.mark.parametrize(
    "body",
    [
        "you're telling me this scales to a million users",
        "what you're saying is that we pay per seat",
        "i take it the contract has been signed already",
        "i'm assuming there is a staging environment",
        "correct me if i'm wrong , but the free tier has no support",
        "you mean we would have to migrate everything twice",
    ],
)
def test_it_asks(body: str) -> None:
    assert asks_to_confirm(body)


@pytest.mark.parametrize(
    "body",
    [
        "you're telling me",
        "you're saying the right things",
        "you have done kubernetes in production",
        "you mean a lot to this team",
        "i take it seriously when a customer complains",
        "i assume responsibility for the outage",
    ],
)
def test_it_only_states(body: str) -> None:
    assert not asks_to_confirm(body)


@pytest.mark.parametrize(
    "text", ["So, you're telling me this scales.", "so you're telling me this scales up"]
)
def test_the_detector_counts_it(text: str) -> None:
    assert judge(text).form == "confirming"
