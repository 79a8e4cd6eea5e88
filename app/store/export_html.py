"""A session as one page that needs no other file, runs no script and asks no network."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING

from app.store.moments import clock, when
from app.store.rows import title_of
from app.store.sessions import Session
from app.store.turns import Turn, markers, spoken, turns

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto;
  padding: 0 1rem; color: #1c1c1e; background: #fff; }
h2 { font-size: 1.15rem; margin: 2rem 0 .3rem; }
.when { color: #6a6a70; font-size: .85rem; }
.answer pre { overflow-x: auto; padding: .6rem; background: #f3f3f5; }
.answer td, .answer th { border: 1px solid #ccc; padding: .15rem .6rem; text-align: left; }
.bars { display: flex; height: .6rem; margin: .5rem 0; background: #eee; }
.bars span { min-width: 1px; }
.question { background: #8e8e93; } .passages { background: #34a0a4; }
.first { background: #f4a261; } .last { background: #457b9d; }
details { margin: .4rem 0; } blockquote { margin: .4rem 0; padding-left: .8rem;
  border-left: 3px solid #ccc; white-space: pre-wrap; }
table { border-collapse: collapse; } td { padding: .1rem .6rem .1rem 0; vertical-align: top; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #1c1c1e; }
  .bars, .answer pre { background: #333; } }
"""
_NAMES = {"them": "Them", "me": "Me"}


def as_html(session: Session) -> str:
    """The whole session as a page of HTML; every text of it is escaped."""
    asked = turns(session)
    title = escape(title_of(session, asked))
    lines = [(said.started, said.channel, escape(said.text)) for said in spoken(session.events)] + [
        (marker.at, "", f"<mark>&#9733; {escape(marker.note)}</mark>")
        for marker in markers(session)
    ]
    lines.sort(key=lambda line: line[0])
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{title}</h1>",
        f'<p class="when">{when(session)}</p>',
        *(_turn(turn) for turn in asked),
        "<h2>Transcript</h2><table>",
        *(
            f'<tr><td class="when">{clock(at)}</td><td>{_NAMES.get(channel, "")}</td>'
            f"<td>{text}</td></tr>"
            for at, channel, text in lines
        ),
        "</table></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _turn(turn: Turn) -> str:
    question = turn.question
    parts = [
        f"<h2>{turn.number}. {escape(question.text)}</h2>",
        f'<p class="when">{clock(question.asked_at)}, {_NAMES[question.channel]}, '
        f"{escape(turn.ended)}</p>",
        _bars(turn),
        f'<div class="answer">{_markdown().render(turn.text)}</div>',
        *(f"<p><strong>{escape(problem.title)}</strong></p>" for problem in turn.problems),
    ]
    for number, passage in enumerate(turn.passages.passages if turn.passages else (), start=1):
        parts.append(
            f"<details><summary>{number}. {escape(passage.note)}, {escape(passage.heading)}"
            f"</summary><blockquote>{escape(passage.text)}</blockquote></details>"
        )
    return "\n".join(parts)


def _bars(turn: Turn) -> str:
    """The waterfall: one bar a stage, as wide as it took."""
    bars = "".join(
        f'<span class="{stage.name.split()[0]}" style="flex:{stage.ms:.0f}" '
        f'title="{stage.name}: {stage.ms:.0f} ms"></span>'
        for stage in turn.waterfall()
    )
    return f'<div class="bars">{bars}</div>'


@cache
def _markdown() -> MarkdownIt:
    """Markdown to HTML, with no tag of the text's own, and nothing that leads out of the page."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
    return made.disable(["link", "image", "autolink", "reference"])
