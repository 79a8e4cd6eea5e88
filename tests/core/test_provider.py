"""Addresses are judged by their text: what is this machine, what is this network."""

from __future__ import annotations

import pytest

from app.core.events import Problem
from app.core.provider import (
    ProviderCheck,
    host_of,
    in_this_network,
    on_this_machine,
    wrong_address,
)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://api.openai.com/v1", "api.openai.com"),
        ("http://127.0.0.1:8080/v1", "127.0.0.1:8080"),
        ("http://[::1]:1234/v1", "[::1]:1234"),
        ("https://user:secret@host.example/v1?key=secret", "host.example"),
    ],
)
def test_host_without_secrets(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("url", "here", "near"),
    [
        ("http://127.0.0.1:8080/v1", True, True),
        ("http://127.8.8.8/v1", True, True),
        ("http://[::1]/v1", True, True),
        ("http://localhost:11434/v1", True, True),
        ("http://192.168.1.5:8080/v1", False, True),
        ("http://gpu-box:8000/v1", False, True),
        ("http://nas.local/v1", False, True),
        ("https://api.openai.com/v1", False, False),
        ("https://localhost.evil.com/v1", False, False),
        ("https://127.0.0.1.evil.com/v1", False, False),
        ("https://8.8.8.8/v1", False, False),
    ],
)
def test_where_a_host_is(url: str, here: bool, near: bool) -> None:
    assert on_this_machine(url) is here
    assert in_this_network(url) is near


@pytest.mark.parametrize("url", ["", "https://", "http://[bad", "http://x:99999/", "nonsense"])
def test_what_is_no_address_is_nowhere_near(url: str) -> None:
    assert not on_this_machine(url)
    assert host_of(url) in ("", "bad", "x")


def test_a_check_passes_with_a_first_token_and_no_problem() -> None:
    assert ProviderCheck("a", True, True, True, 12.0).passed
    assert not ProviderCheck("a", True).passed
    assert not ProviderCheck("a", True, first_token_ms=1.0, problem=Problem("llm", "x")).passed


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://api.openai.com/v1", ""),
        ("http://[::1]:8080/v1", ""),
        ("not a url", "http://"),
        ("https://", "no host"),
        ("https://a b/v1", "no host"),
        ("http://[bad", "no web address"),
        ("http://x:99999/", "port"),
        ("http://x:0/", "port"),
        ("http://x:y/", "port"),
    ],
)
def test_why_an_address_is_none(url: str, why: str) -> None:
    assert why in wrong_address(url)
    assert bool(wrong_address(url)) == bool(why)
