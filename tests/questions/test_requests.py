"""Orders to tell and wishes to know."""

from app.questions import requests


def test_orders_to_tell():
    assert requests.is_order("walk me through the design")
    assert requests.is_order("could you please explain the difference")
    assert not requests.is_order("give me a second")
    assert not requests.is_order("send me the report")


def test_an_order_after_an_introduction():
    assert requests.late_orders("your resume mentions mentoring tell me about that") == [31]
    assert requests.late_orders("they never tell me about it") == []


def test_wishes_to_know():
    assert requests.is_wish("i was wondering whether you ship abroad")
    assert requests.is_wish("i'd like to know how it works")
    assert not requests.is_wish("she was wondering whether to leave")
    assert not requests.is_wish("any questions can go in the chat")
