"""The played call tells when each step was reached, in session seconds."""

from __future__ import annotations

from pathlib import Path

from app.bench.whole_path_run import Turns, plan_for, with_truth
from app.core import paths
from app.core.events import AnswerDelta, Passages, Question

ASKED = Question("q1", 0, "How do you roll back?", "technical", "them", 8.0, 8.2)


def test_the_first_of_each_step_counts() -> None:
    turns = Turns()
    turns.emitted(ASKED)
    turns.emitted(Passages("q1", True, 3.0, (), emitted=8.3))
    turns.emitted(AnswerDelta("q1", "To", emitted=8.7))
    turns.emitted(AnswerDelta("q1", " roll", emitted=8.8))
    assert turns.rows["q1"]["first_token"] == 8.7
    assert turns.rows["q1"]["passages"] == 8.3


def test_the_end_of_speech_is_the_recordings_own() -> None:
    turns = Turns()
    turns.emitted(ASKED)
    recording = paths.shipped("assets") / "demo" / "call.wav"
    (row,) = with_truth(list(turns.rows.values()), recording, begun=0.1)
    assert row["speech_end"] == 7.79 + 0.1


def test_only_a_provider_of_this_machine_is_asked() -> None:
    plan = plan_for(1234, "pulse", Path("call.wav"), Turns())
    (provider,) = plan.settings.providers
    assert provider.base_url == "http://127.0.0.1:1234/after400/v1"
    assert plan.recording is None and plan.settings.audio.backend == "pulse"
