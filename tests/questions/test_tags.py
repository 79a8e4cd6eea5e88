"""Last words that make a statement a question."""

from app.questions.tags import has_tag


def test_reversed_verbs():
    assert has_tag("it runs in frankfurt , doesn't it", marked=False)
    assert has_tag("you haven't signed yet have you", marked=False)
    assert not has_tag("i wonder how they did it", marked=False)


def test_right():
    assert has_tag("you use kafka for tracking right", marked=False)
    assert not has_tag("i think that you are right", marked=False)
    assert not has_tag("turn left and then right", marked=False)
