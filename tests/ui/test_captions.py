"""Captions show the newest words of each speaker."""

from __future__ import annotations

import pytest
from PyQt6.QtWidgets import QLabel

from app.core.events import Channel, Health, Transcript
from app.ui.captions import CaptionLine, Captions

pytestmark = pytest.mark.usefixtures("qapp")


def said(text: str, channel: Channel = "them", final: bool = False) -> Transcript:
    return Transcript("u1", channel, text, 0.0, 1.0, final)


def test_a_hint_stands_there_until_something_is_said() -> None:
    captions = Captions()
    hint = captions.findChild(QLabel, "hint")
    assert hint is not None and not hint.isHidden()
    captions.show_transcript(said("Hello"))
    assert hint.isHidden()


def test_each_speaker_has_one_line_that_is_replaced() -> None:
    captions = Captions()
    captions.show_transcript(said("Hel"))
    captions.show_transcript(said("Hello", final=True))
    captions.show_transcript(said("Hi", "me"))
    lines = captions.findChildren(CaptionLine)
    assert [line.accessibleName() for line in lines] == ["Hello", "Hi"]
    assert [line.property("final") for line in lines] == [True, False]


def test_a_long_text_takes_two_lines_and_no_more() -> None:
    line = CaptionLine()
    line.resize(200, 20)
    line.set_text("word", final=False)
    one = line.sizeHint().height()
    line.set_text("many words " * 50, final=False)
    two = line.sizeHint().height()
    assert one < two < 3 * one
    assert not line.grab().isNull()


def test_a_silent_channel_is_named_until_it_is_heard_again() -> None:
    captions = Captions()
    captions.show_transcript(said("Hello"))
    hint = captions.findChild(QLabel, "hint")
    assert hint is not None
    captions.show_health(Health("me", 0.0, "silent", "no sound for 30 s"))
    assert hint.text() == "Me: no sound for 30 s"
    captions.show_health(Health("me", 0.2, "ok"))
    assert hint.isHidden()
