"""The ledger adds up what left, and can be taken along."""

from __future__ import annotations

import json

from app.core.egress import as_csv, as_json, ledger
from app.core.events import Egress, Info

EVENTS = [
    Egress("openai", "api.openai.com", ("talk", "passages"), 1000, at=1.0),
    Info("retry"),
    Egress("local", "127.0.0.1:8080", ("talk",), 200, at=2.0),
    Egress("openai", "api.openai.com", ("talk", "image"), 9000, at=5.0),
]


def test_one_line_per_provider_and_host() -> None:
    openai, local = ledger(EVENTS)
    assert (openai.requests, openai.bytes, openai.first, openai.last) == (2, 10_000, 1.0, 5.0)
    assert openai.content == ("image", "passages", "talk")
    assert not openai.local
    assert local.local


def test_nothing_left_makes_an_empty_ledger() -> None:
    assert ledger([]) == []
    assert as_csv([]).count("\n") == 1


def test_exports() -> None:
    lines = ledger(EVENTS)
    assert "openai,api.openai.com,False,image passages talk,2,10000,1.0,5.0" in as_csv(lines)
    assert json.loads(as_json(lines))[1]["host"] == "127.0.0.1:8080"


def test_a_name_cannot_become_a_formula() -> None:
    bad = [Egress("=cmd()", "h", ("talk",), 1)]
    assert "'=cmd()" in as_csv(ledger(bad))
