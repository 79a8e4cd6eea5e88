"""What counts as asking."""

import pytest

from app.questions.detector import is_filler, judge

ASKING = {
    "direct": [
        "How do you roll back a deploy?",
        "who mentored the interns",
        "okay so for the tracking api which database do you use",
        "does kafka guarantee ordering",
    ],
    "indirect": ["I was wondering whether you support single sign-on.", "any idea why it failed"],
    "imperative": ["Walk me through your last project.", "tell me about a time you failed"],
    "tag": ["The cluster runs in Frankfurt, right?", "you use kafka for tracking right"],
    "marked": ["You left after a year?"],
}
NOT_ASKING = [
    "And so my fellow Americans, ask not what your country can do for you, "
    "ask what you can do for your country.",
    "What your country can do for you?",
    "Good morning, everyone. How are you?",
    "I know what you mean.",
    "when I joined the team we had two services",
    "Had he known, he would have called.",
    "Let me know if you have any questions.",
    "What a great day!",
    "Why did we choose Kafka? Because it keeps the order.",
    "turn on the living room lamp",
    "",
]


@pytest.mark.parametrize(
    ("form", "text"), [(form, text) for form, texts in ASKING.items() for text in texts]
)
def test_asking(form: str, text: str):
    judgement = judge(text)
    assert judgement.question and judgement.form == form


@pytest.mark.parametrize("text", NOT_ASKING)
def test_not_asking(text: str):
    judgement = judge(text)
    assert not judgement.question and judgement.text == ""


def test_greetings_are_left_out_of_what_is_asked():
    assert judge("Hi Maya, thanks for joining. Who owns the API?").text == "Who owns the API?"


def test_context_stays_with_what_is_asked():
    text = "We run three brokers. How would you scale them?"
    assert judge(text).text == text


def test_a_clause_that_continues_a_sentence_is_no_question():
    assert judge("What you think?").question
    assert not judge("What you think?", before="I know").question


def test_fillers():
    assert is_filler("Okay, great. Thanks.") and not is_filler("Okay, deploy it.")
