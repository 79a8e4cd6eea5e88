"""A text drawn piece by piece looks in the end as if it had been drawn in one go."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from PyQt6.QtGui import QTextDocument

from app.ui.look import Look
from app.ui.markdown_stream import MarkdownStream, settled

pytestmark = pytest.mark.usefixtures("qapp")

LOOK = Look(
    "#eeeeee", "#ffffff", "#88ccff", "#ffd7a3", "#c0c0ff", "#c0ffc0", "#aaaaaa", "#444444", 20
)
ANSWER = """# Rolling back

Run `railctl` **now**
and tell *everyone*.

1. Announce it.
2. Roll back.
   - watch errors
     1. page on-call

     more words

```python
def run():

    return 1
```

> quoted
> words

| Step | Who |
|:-----|----:|
| one  | me  |

| Next |
|------|
| two  |

***
- a

- b

Last words.
"""

inline = st.sampled_from(
    ["plain words", "**bold**", "*it*", "`code`", "[link](http://a.b)", "~~old~~", "1 < 2 & 3",
     "**", "`", "|", "é漢😀", "a\\", "  ", "![x](file:///etc/passwd)", "<b>html</b>",
     "\ufdd0", "\x0b"]
)  # fmt: skip
line = st.builds(
    lambda indent, mark, words: indent + mark + " ".join(words),
    st.sampled_from(["", "", "", " ", "  ", "   ", "    ", "      ", "\t"]),
    st.sampled_from(["", "", "- ", "* ", "1. ", "2) ", "> ", "# ", "### ", "```", "~~~", "```py",
                     "---", "===", "| a | b |", "|---|:-:|", "|---", "[r]: http://x"]),
    st.lists(inline, max_size=3),
)  # fmt: skip
markdown = st.lists(st.one_of(line, line, st.just("")), max_size=25).map("\n".join)


def stream() -> tuple[MarkdownStream, QTextDocument]:
    document = QTextDocument()
    return MarkdownStream(document, LOOK), document


def whole(text: str) -> QTextDocument:
    drawn, document = stream()
    drawn.set_text(text)
    return document


def in_pieces(text: str, size: int) -> tuple[MarkdownStream, QTextDocument]:
    drawn, document = stream()
    for start in range(0, len(text), size):
        drawn.append(text[start : start + size])
        drawn.flush()
    return drawn, document


@pytest.mark.parametrize("size", [1, 3, 7, 50])
def test_pieces_and_one_go_give_the_same_document(size: int) -> None:
    _, document = in_pieces(ANSWER, size)
    assert document.toHtml() == whole(ANSWER).toHtml()


@given(markdown, st.integers(1, 40))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_random_markdown_in_pieces_ends_as_one_full_render(text: str, size: int) -> None:
    drawn, document = in_pieces(text, size)
    drawn.finish(text)
    assert document.toPlainText() == whole(text).toPlainText()
    assert document.toHtml() == whole(text).toHtml()


@given(markdown.filter(lambda text: "[r]:" not in text), st.integers(1, 40))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_last_frame_already_is_the_full_render(text: str, size: int) -> None:
    text += "\n\nThe end"
    _, document = in_pieces(text, size)
    assert document.toPlainText() == whole(text).toPlainText()
    assert document.blockCount() == whole(text).blockCount()


def test_a_link_defined_further_down_is_right_at_the_end() -> None:
    text = "See [the runbook][r].\n\nMore.\n\n[r]: http://example.org\n"
    drawn, document = in_pieces(text, 5)
    drawn.finish(text)
    assert "http://example.org" in document.toHtml()


def test_finished_blocks_are_not_drawn_again() -> None:
    drawn, document = in_pieces("First words.\n\nMiddle.\n\nSecond", 4)
    assert document.documentLayout() is not None  # without one, changes are not told
    changes: list[int] = []
    document.contentsChange.connect(lambda at, removed, added: changes.append(at))
    drawn.append(" paragraph goes on\nand on")
    drawn.flush()
    assert min(changes) >= len("First words.")
    assert document.toPlainText() == "First words.\nMiddle.\nSecond paragraph goes on and on"


def test_html_is_shown_as_text() -> None:
    assert whole("a <script>x</script>").toPlainText() == "a <script>x</script>"


def test_clearing_starts_anew() -> None:
    drawn, document = in_pieces(ANSWER, 9)
    drawn.clear()
    drawn.append("New.")
    drawn.flush()
    assert document.toPlainText() == "New."
    assert drawn.source == "New."


@pytest.mark.parametrize(
    ("tail", "drawn"),
    [
        ("1. First\n   -", "1. First\n"),
        ("A line\n=", "A line\n"),
        ("A line\n2.", "A line\n"),
        ("Roll **ba", "Roll **ba**"),
        ("Roll **", "Roll "),
        ("Run `rail", "Run `rail`"),
        ("Run `", "Run "),
        ("```", ""),
        ("```py", "```py"),
        ("```py\nx = 2 ** 3", "```py\nx = 2 ** 3"),
        ("```\n-", "```\n-"),
        ("Roll **back** now", "Roll **back** now"),
    ],
)
def test_nothing_is_drawn_that_would_change_a_moment_later(tail: str, drawn: str) -> None:
    assert settled(tail) == drawn


def test_another_look_in_the_middle_of_a_stream_keeps_it_going() -> None:
    drawn, document = in_pieces("1. Roll back.\n   -", 3)
    drawn.set_look(LOOK)
    assert document.toPlainText() == "Roll back."
    drawn.append(" and watch")
    drawn.flush()
    assert document.toPlainText() == "Roll back.\nand watch"
