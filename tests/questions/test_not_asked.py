"""What looks like a question and is none."""

from app.questions import not_asked


def test_chatter():
    assert not_asked.is_chatter("hi everyone , how are you")
    assert not not_asked.is_chatter("hi everyone , how are you paid")


def test_rhetoric_and_conditions():
    assert not_asked.is_rhetorical("what a great day", marked=False)
    assert not_asked.is_rhetorical("had i known that i would have stayed", marked=False)


def test_reported_speech():
    assert not_asked.reports_speech("he asked me what i wanted")
    assert not not_asked.reports_speech("what did he ask")
    assert not_asked.is_reported("people always ask me")


def test_clauses_that_cannot_stand_alone():
    assert not_asked.is_embedded_clause("what you can do")
    assert not not_asked.is_embedded_clause("what can you do")
    assert not_asked.is_clause_fragment("what your country can do")


def test_reasons():
    assert not_asked.gives_reason("because it was slow")
    assert not not_asked.gives_reason("it was slow")


def test_a_question_quoted_afterwards():
    assert not_asked.said_afterwards("are you serious , i thought to myself")
    assert not not_asked.said_afterwards("what did you do when they asked")
