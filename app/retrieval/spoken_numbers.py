"""Numbers as a recogniser writes them, in words: "nineteen ninety four", "p ninety five"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_NOUGHT = ("o", "oh")


def spoken_numbers(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Each run of number words as (place, how many words, digits), longest reading first.

    Years are read in pairs: "twenty fifteen" is 2015, "nineteen o one" is 1901.
    """
    place = 0
    while place < len(words):
        value, end = _number(words, place)
        if end > place:
            yield place, end - place, str(value)
        place = max(end, place + 1)


def _number(words: Sequence[str], start: int) -> tuple[int, int]:
    """The number that starts here and where it ends; the end is the start where none does."""
    value, end = _below_hundred(words, start)
    if end == start:
        return 0, start
    if _at(words, end) == "hundred":
        value, end = _add(value * 100, words, end + 1)
    elif value >= 10:
        pair, after = _year_pair(words, end)
        if after > end:
            return value * 100 + pair, after
    if _at(words, end) == "thousand":
        return _add(value * 1000, words, end + 1)
    return value, end


def _add(value: int, words: Sequence[str], start: int) -> tuple[int, int]:
    """What follows a hundred or thousand, with or without "and"."""
    start_of_rest = start + (_at(words, start) == "and")
    rest, end = _below_hundred(words, start_of_rest)
    if end == start_of_rest:
        return value, start
    if _at(words, end) == "hundred" and value >= 1000:
        rest, end = _add(rest * 100, words, end + 1)
    return value + rest, end


def _below_hundred(words: Sequence[str], start: int) -> tuple[int, int]:
    word = _at(words, start)
    if word in _SMALL:
        return _SMALL[word], start + 1
    if word not in _TENS:
        return 0, start
    unit = _SMALL.get(_at(words, start + 1), 0)
    if 1 <= unit <= 9:
        return _TENS[word] + unit, start + 2
    return _TENS[word], start + 1


def _year_pair(words: Sequence[str], start: int) -> tuple[int, int]:
    if _at(words, start) in _NOUGHT:
        unit = _SMALL.get(_at(words, start + 1), 0)
        return (unit, start + 2) if 1 <= unit <= 9 else (0, start)
    pair, end = _below_hundred(words, start)
    return (pair, end) if pair >= 10 else (0, start)


def _at(words: Sequence[str], place: int) -> str:
    return words[place] if place < len(words) else ""
