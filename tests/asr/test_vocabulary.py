"""The terms of the notes as hints."""

from app.asr.vocabulary import MOST_HINTED, Vocabulary


def test_the_first_terms_are_hinted_and_can_change():
    terms = [tuple(f"Term{n}" for n in range(MOST_HINTED + 50))]
    vocabulary = Vocabulary(lambda: terms[0])
    assert len(vocabulary.hints) == MOST_HINTED and len(vocabulary.terms) == MOST_HINTED + 50
    terms[0] = ("Kafka",)
    assert vocabulary.hints == ("Kafka",)
    assert Vocabulary().hints == ()


def test_what_must_not_leave_is_no_hint_but_is_still_known():
    vocabulary = Vocabulary(lambda: ("Kafka", "Nightingale"), lambda term: term == "Kafka")
    assert vocabulary.hints == ("Kafka",) and len(vocabulary.terms) == 2
    assert vocabulary.kinds_sent() == ("audio", "names")
    assert Vocabulary(lambda: ("Kafka",), lambda term: False).kinds_sent() == ("audio",)
