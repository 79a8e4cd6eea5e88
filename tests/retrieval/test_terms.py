"""One form for a word however it was written."""

import pytest

from app.retrieval.terms import content_words, stem, terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kube-Proxy", ["kube", "proxy"]),
        ("getUserById", ["get", "user", "by", "id", "getuserbyid"]),
        ("parseHTTPHeader", ["parse", "http", "header", "parsehttpheader"]),
        ("S3 and p95", ["s3", "and", "p95"]),
        ("on_call.md", ["on", "call", "md"]),
        ("Maya's café", ["maya", "café"]),
        ("\ufb01ne \uff11\uff12", ["fine", "12"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("", []),
        ("?!…", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_stop_words_say_nothing() -> None:
    assert content_words("Who is it that we have been to?") == []


def test_inflections_meet() -> None:
    assert stem(["deploys", "deployed", "deploying"]) == ["deploy"] * 3
    assert terms("The interns were mentored") == terms("intern mentoring")
