"""Blocks become pieces that keep their lines, their own white space and a limit."""

from __future__ import annotations

from app.retrieval.pieces import WHOLE_CHARACTERS, Piece, joined, pieces_of, sentences, whole


def test_sentences_know_their_line_and_what_stands_before_them() -> None:
    found = list(sentences(["One is", "here. Two.", "", "Three."], 7))
    assert [(piece.text, piece.line, piece.gap) for piece in found] == [
        ("One is here.", 7, "\n\n"),
        ("Two.", 8, " "),
        ("Three.", 10, "\n\n"),
    ]
    assert joined(found) == "One is here. Two.\n\nThree."


def test_a_block_stays_whole_up_to_the_limit() -> None:
    lines = ["a" * (WHOLE_CHARACTERS // 2 - 1)] * 2
    assert [piece.text for piece in whole(lines, 1)] == ["\n".join(lines)]
    assert [piece.line for piece in whole([*lines, "", "b"], 1)] == [1, 4]


def test_a_line_beyond_the_limit_is_cut_between_words_or_anywhere() -> None:
    assert joined(list(whole(["word " * 3000], 1))) == "word " * 2999 + "word"
    pieces = list(whole(["x" * 9000], 1))
    assert joined(pieces) == "x" * 9000 and len(pieces) == 3


def test_later_rows_remember_the_head() -> None:
    rows = list(pieces_of("table_open", ["|A|", "|---|", "|1|", "|2|"], 1))
    assert [(piece.text, piece.context) for piece in rows] == [
        ("|A|\n|---|\n|1|", ""),
        ("|2|", "|A|"),
    ]


def test_a_rule_is_nothing() -> None:
    assert list(pieces_of("hr", ["---"], 1)) == []


def test_few_spaces_count_as_words_too() -> None:
    assert Piece("x" * 200, 1, "").words == 10 and Piece("a b", 1, "").words == 2
