"""Fences for text that is data, never an instruction: notes, talk and questions."""

from __future__ import annotations

import re

TAGS = (
    "passages", "passage", "talk", "question", "previous_answer",
)  # fmt: skip
"""Every tag the prompt uses; data cannot contain one."""
_OUR_TAGS = re.compile(rf"<(?=\s*/?\s*(?:{'|'.join(TAGS)})\b)", re.IGNORECASE)
_TEMPLATE_MARKS = re.compile(
    r"<(?=\|)"  # <|im_start|>, <|system|> and their kin
    r"|<(?=/?s>|<SYS>>|</SYS>>|/?(?:bos|eos|start_of_turn|end_of_turn|system|user|assistant)>)"
    r"|\[(?=/?INST\])",
    re.IGNORECASE,
)
_LOOK_ALIKE = {"<": "\u2039", "[": "\u27e6"}
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)


_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")


def fenced(tag: str, text: str, **attributes: str) -> str:
    """The text between an opening and a closing tag that it cannot imitate.

    Characters that a reader cannot see are taken out, our own tags and the control marks
    of chat templates are broken by a look-alike, and nothing else is changed.
    """
    inside = "".join(f' {name}="{attribute(value)}"' for name, value in attributes.items())
    return f"<{tag}{inside}>\n{harmless(text)}\n</{tag}>"


def harmless(text: str) -> str:
    """The text without marks that could end a fence or imitate a turn."""
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    text = _OUR_TAGS.sub("\u2039", text)
    return _TEMPLATE_MARKS.sub(lambda found: _LOOK_ALIKE[found.group()], text)


def attribute(value: str) -> str:
    """A value that fits between the quotes of one attribute."""
    return " ".join(harmless(value).replace('"', "'").replace("<", "\u2039").split())
