"""The forms of asking, one pattern at a time."""

from app.questions import forms


def test_opening_words_are_taken_off():
    assert forms.without_lead("okay so maya , what is it") == "what is it"


def test_inversion_marks_a_direct_question():
    assert forms.inverted("why did it fail", marked=False)
    assert not forms.inverted("why it failed is unclear", marked=False)
    assert forms.inverted_inside("for the new region how do you fail over")


def test_an_embedded_clause_keeps_the_order_of_a_statement():
    assert forms.is_embedded_clause("what you can do")
    assert not forms.is_embedded_clause("what can you do")
