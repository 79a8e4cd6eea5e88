"""The evidence of a failed request, as providers really write it, becomes one kind."""

from __future__ import annotations

import time
from email.utils import formatdate
from typing import Any

import pytest

from app.llm.classify import Evidence, ProviderFailure, classify, retry_after


def error(message: str = "", **more: Any) -> dict[str, Any]:
    return {"error": {"message": message, **more}}


CASES: list[tuple[str, int | None, Any]] = [
    ("request", 400, error("messages[0].role is invalid")),
    ("request", 422, {"detail": "field required"}),
    ("fit", 400, error("too much", code="context_length_exceeded")),
    ("fit", 400, error("This model's maximum context length is 8192 tokens")),
    ("fit", 400, error("prompt is too long: 9000 tokens > 8192 maximum")),
    ("fit", 400, error("the request exceeds the available context size", code=400)),
    ("fit", 400, error("The input token count (9000) exceeds the maximum number of tokens")),
    ("fit", 413, "Request Entity Too Large"),
    ("filter", 400, error("x", code="content_filter")),
    ("filter", 400, error("triggering Azure OpenAI's content management policy")),
    ("filter", 400, error("x", code="data_inspection_failed")),
    ("filter", 403, error("Your input was flagged", metadata={"flagged_input": "x"})),
    ("filter", 403, error("input requires moderation and was flagged")),
    ("auth", 401, error("nope")),
    ("auth", 401, ""),
    ("auth", 403, error("forbidden")),
    ("auth", 400, [error("API key not valid. Please pass a valid API key.", code=400)]),
    ("auth", 400, error("x", status="UNAUTHENTICATED")),
    ("auth", 400, error("Missing API key")),
    ("quota", 402, error("Insufficient Balance")),
    ("quota", 429, error("You exceeded your current quota", code="insufficient_quota")),
    ("quota", 429, error("x", type="insufficient_quota")),
    ("quota", 403, error("insufficient balance on this account")),
    ("model", 404, error("The model `x` does not exist", code="model_not_found")),
    ("model", 404, "404 page not found"),
    ("model", 400, error("The model `x` has been decommissioned and is no longer supported")),
    ("model", 400, error("x is not a valid model", code="model_not_found")),
    ("model", 403, error("Project does not have access to model x")),
    ("busy", 429, error("Rate limit reached", code="rate_limit_exceeded")),
    ("busy", 429, error("You exceeded your current quota, check your plan",
                        status="RESOURCE_EXHAUSTED")),
    ("busy", 408, ""),
    ("busy", 409, ""),
    ("busy", 425, ""),
    ("busy", 500, error("model runner crashed")),
    ("busy", 502, "<html>"),
    ("busy", 503, error("Overloaded")),
    ("busy", 504, ""),
    ("busy", 529, error("x", type="overloaded_error")),
    ("unknown", 418, ""),
    ("unknown", 410, ""),
    ("hollow", 302, ""),
    ("hollow", 200, error("upstream failed")),
    ("hollow", 200, error("upstream failed", code=502)),
    ("hollow", 200, error("Overloaded", type="overloaded_error")),
    ("hollow", 200, {"detail": "x"}),
    ("auth", 200, error("bad key", code="invalid_api_key")),
    ("auth", 200, error("No auth credentials", code=401)),
    ("quota", 200, error("Insufficient credits", code=402)),
    ("model", 200, error("x", code="model_not_found")),
    ("fit", 200, error("maximum context length exceeded", code=400)),
    ("filter", 200, error("x", code="content_filter")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "status", "body"), CASES)
def test_kind(kind: str, status: int | None, body: Any) -> None:
    assert classify(Evidence(status, body)).kind == kind


@pytest.mark.parametrize(
    ("exception", "kind"),
    [
        ("refused", "unreachable"),
        ("connect_timeout", "unreachable"),
        ("tls", "unreachable"),
        ("dropped", "busy"),
        ("garbled", "hollow"),
    ],
)
def test_exceptions(exception: Any, kind: str) -> None:
    assert classify(Evidence(exception=exception)).kind == kind


def test_the_providers_words_are_kept_short_and_without_markup() -> None:
    assert classify(Evidence(503, error("a\n b " + "x" * 900))).text.startswith("a b x")
    assert len(classify(Evidence(503, error("x" * 900))).text) == 500
    assert classify(Evidence(502, "<html>Bad gateway</html>")).text == ""


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "Fri, 20 Nov 2015 10:00:00 GMT"}, 0.0),
        ({"retry-after": "Fri, 20 Nov 2099 10:00:00 GMT"}, 86_400.0),
        ({"retry-after": "Fri, 20 Nov 2099 10:00:00 -0000"}, 86_400.0),
        ({"retry-after": "86400"}, 86_400.0),
        ({"retry-after": "1e300"}, 86_400.0),
        ({"retry-after": "Fri, 99 Nov 2099 10:00:00 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


def test_a_date_is_counted_from_now() -> None:
    soon = retry_after({"retry-after": formatdate(time.time() + 60, usegmt=True)})
    assert soon is not None
    assert 50 < soon <= 60


@pytest.mark.parametrize("body", [None, 5, "x", [], [5], {"error": None}, {"error": [1]}, {}])
def test_any_body_is_survived(body: Any) -> None:
    assert classify(Evidence(500, body)).kind == "busy"


def test_the_exception_carries_no_request() -> None:
    failure = classify(Evidence(401, error("nope")))
    assert str(ProviderFailure(failure)) == "auth: 401"
    assert vars(ProviderFailure(failure)) == {"failure": failure}
