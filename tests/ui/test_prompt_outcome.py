"""What is sent is shown word for word, and so is what the user changed."""

from __future__ import annotations

from app.ui.prompt_outcome import PromptOutcome
from app.ui.prompts_source import Preview
from app.ui.styles import PALETTES


def outcome(seen: Preview, text: str = "Be kind.", shipped: str = "Be kind.") -> PromptOutcome:
    made = PromptOutcome(PALETTES["dark"])
    made.show_preview(seen, text, shipped)
    return made


async def test_messages_are_shown_as_they_would_be_sent() -> None:
    made = outcome(Preview(messages=(("system", "<b>Be kind.</b>"), ("user", "Why?")), tokens=12))
    text = made.preview.toPlainText()
    assert text.splitlines() == ["SYSTEM MESSAGE", "<b>Be kind.</b>", "USER MESSAGE", "Why?"]
    assert "About 12 tokens" in made._size.text()


async def test_what_is_too_long_is_said() -> None:
    made = outcome(Preview(messages=(("user", "Why?"),), tokens=90_000, fits=False))
    assert "too long for the context" in made._size.text()


async def test_changes_are_told_from_a_prompt_without_a_shipped_text() -> None:
    made = outcome(Preview())
    assert "word for word" in made.changes.toPlainText()
    made.show_preview(Preview(), "Be kind.", "")
    assert "yours alone" in made.changes.toPlainText()
    made.show_preview(Preview(), "Be kind.\nBe short.", "Be kind.")
    assert "+ Be short." in made.changes.toPlainText().replace("\xa0", " ")


async def test_another_sample_question_is_told() -> None:
    made, told = outcome(Preview()), []
    made.question_changed.connect(lambda: told.append(made.question.text()))
    made.question.setText("Why?")
    assert told == ["Why?"]
