"""The waterfall counts from the end of speech, and its middles carry the goals."""

from __future__ import annotations

from app.bench import whole_path

TURN = {
    "text": "How do we roll back?",
    "asked_at": 5.1,
    "speech_end": 5.0,
    "question": 5.3,
    "passages": 5.32,
    "passages_painted": 5.4,
    "first_token": 5.8,
    "first_token_painted": 5.82,
}


def test_each_step_is_told_from_the_true_end_of_speech() -> None:
    waterfall, *rest = whole_path.figures("file", [TURN] * 4)
    assert waterfall.value == "question 300 > passages 320 > painted 400 > first word 800 > " + (
        "painted 820"
    )
    middles = {figure.name: figure for figure in rest}
    on_screen = middles["file: to passages on screen, p50"]
    assert (on_screen.value, on_screen.goal, on_screen.passed) == (0.4, "<= 0.6", True)
    first_word = middles["file: to first word on screen, p50"]
    assert (first_word.value, first_word.goal, first_word.passed) == (0.82, "<= 1.2", True)


def test_a_step_never_seen_is_a_miss() -> None:
    silent: dict[str, object] = {"text": "?", "asked_at": 1.0, "question": 1.2}
    figures = {figure.name: figure for figure in whole_path.figures("file", [silent])}
    assert figures["file: questions noticed"].passed is False
    assert figures["file: to first word on screen, p50"].passed is False
