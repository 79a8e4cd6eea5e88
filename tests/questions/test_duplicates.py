"""When two wordings are the same question."""

from app.questions.duplicates import same_question


def test_small_words_do_not_matter():
    assert same_question("So, what is the retention?", "What is, um, the retention then")


def test_a_misheard_long_word_is_the_same_word():
    assert same_question("How is Kubernetes configured?", "How is Kubernetis configured?")


def test_another_number_is_another_question():
    assert not same_question("Revenue in 2024?", "Revenue in 2025?")


def test_another_word_is_another_question():
    assert not same_question("Who owns the gateway?", "Who owns the database?")
