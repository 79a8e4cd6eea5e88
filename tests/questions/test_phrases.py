"""Word groups and opening words."""

from app.questions import phrases


def test_alternatives_stand_on_lines_or_between_bars():
    pattern = phrases.whole("good | very good\n(?:not )?bad")
    assert pattern.match("very good") and pattern.match("not bad")
    assert not pattern.match("good bad")


def test_opening_words_are_taken_off():
    assert phrases.without_opening("okay so maya , what is it") == "what is it"
    assert phrases.without_opening("thank you for that could you say more") == "could you say more"
    assert phrases.without_opening("okay") == "okay"
