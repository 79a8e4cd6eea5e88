"""The figures of the ears, from what the player reports."""

from app.bench.asr import LABELLED, SPOKEN, _detection, _hearing, _two_voices


def test_the_data_of_the_source_tree_is_found():
    assert LABELLED.is_file() and SPOKEN.is_file()


def test_figures_from_the_players_lines():
    lines = [
        {"load_s": 0.7},
        {"wrong": 2, "words": 100},
        {"clip": "a", "long": False, "delay_ms": 300.0},
        {"clip": "b", "long": False, "delay_ms": None},
        {"clip": "c", "long": True, "delay_ms": 1000.0},
        {"cpu": 0.1, "rss_mb": 250.2},
    ]
    figures = {figure.name: figure for figure in _hearing(iter(lines))}
    assert figures["word errors in 100 words"].value == 2.0
    assert figures["spoken questions noticed"].value == 2
    assert figures["end of speech to question up to 5 s, p95"].passed
    assert figures["end of speech to longer question, p95"].passed is False
    assert figures["memory of the speech part"].passed


def test_without_recordings_it_says_so():
    [figure] = _hearing(iter([]))
    assert "left out" in str(figure.value)


def test_detection_is_scored_by_form():
    names = [figure.name for figure in _detection()]
    assert "detector precision, written" in names and "detector tag, bare" in names


def test_errors_beneath_another_voice_have_no_goal():
    [figure] = _two_voices(iter([{"voices": "a second voice as loud", "wrong": 3, "words": 4}]))
    assert (figure.name, figure.value) == ("word errors, a second voice as loud", 75)
    assert figure.passed is None
