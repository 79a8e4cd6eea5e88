"""The terms of the notes as hints."""

from app.asr.vocabulary import MOST_HINTED, Vocabulary


def test_the_first_terms_are_hinted_and_can_change():
    terms = [tuple(f"Term{n}" for n in range(MOST_HINTED + 50))]
    vocabulary = Vocabulary(lambda: terms[0])
    assert len(vocabulary.hints) == MOST_HINTED and len(vocabulary.terms) == MOST_HINTED + 50
    terms[0] = ("Kafka",)
    assert vocabulary.hints == ("Kafka",)
    assert Vocabulary().hints == ()
