"""The page shows what happened, and how long each stage took, without any help."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from app.core.events import Problem
from app.store.export_html import as_html
from app.store.gpcast import Header
from app.store.sessions import Session
from tests.session_samples import session, turn


class Tags(HTMLParser):
    """Checks that what is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(events: tuple = tuple(session(2))) -> str:
    return as_html(Session(Path("a.gpcast"), Header("2026-11-20T10:00:00+00:00"), events))


def test_it_is_well_formed() -> None:
    tags = Tags()
    tags.feed(page())
    assert tags.open == []


def test_it_shows_turns_passages_and_talk() -> None:
    text = page()
    assert text.count("<h2>") == 3
    assert "<summary>1. runbooks/deploys.md, Deploys &gt; Rollback</summary>" in text
    assert '<div class="answer"><p>Roll back with one command [1].</p>' in text
    assert '<p class="when">2026-11-20 10:00, 0:05 long</p>' in text
    assert "<td>Them</td><td>How do you roll back a deploy?</td>" in text


def test_it_shows_problems() -> None:
    problem = Problem("llm", "No <answer>", question="q1", emitted=3.95)
    assert "<strong>No &lt;answer&gt;</strong>" in page((*session(1), problem))


def test_an_answer_is_set_as_it_was_shown() -> None:
    answer = "**Plans** [1]\n\n| Plan | Price |\n|---|---|\n| Starter | 49 |\n\n- one\n\n`x < y`"
    text = page(tuple(turn(1, 0.0, pieces=(answer,))))
    for part in (
        "<strong>Plans</strong>",
        "<th>Plan</th>",
        "<li>one</li>",
        "<code>x &lt; y</code>",
    ):
        assert part in text


def test_an_answer_leads_nowhere_and_loads_nothing() -> None:
    answer = "[a](http://x.example) ![b](http://x.example/b.png) <http://x.example> <img src=x>"
    text = page(tuple(turn(1, 0.0, pieces=(answer,))))
    assert "<a" not in text
    assert "<img" not in text
