"""Judging a file of utterances: one verdict a line, the user's own talk never a question."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main

LINES = [
    {"id": 1, "text": "How do you roll back a release?", "channel": "them"},
    {"id": 2, "text": "Thank you, that was helpful.", "channel": "them"},
    {"id": 3, "text": "How do you roll back a release?", "channel": "me"},
    {"id": 4, "text": "odd\u2028line?"},
]


def test_one_verdict_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "said.jsonl"
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in LINES)
    file.write_text(text, encoding="utf-8")
    assert main(["questions", "--file", str(file), "--json"]) == 0
    verdicts = [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]
    assert [verdict["id"] for verdict in verdicts] == [1, 2, 3, 4]
    assert verdicts[0] == {"type": "judged", "id": 1, "question": True, "kind": "technical"}
    assert [verdict["question"] for verdict in verdicts[1:3]] == [False, False]


@pytest.mark.parametrize("content", ["no json", "[1, 2]", '{"id": 1}'])
def test_a_line_that_is_no_utterance_is_named(
    tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "said.jsonl"
    file.write_text(content, encoding="utf-8")
    assert main(["questions", "--file", str(file)]) == 2
    assert f"Line 1 of {file}" in capsys.readouterr().err
