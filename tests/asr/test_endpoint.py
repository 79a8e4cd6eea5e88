"""Where an utterance starts, pauses and ends."""

from app.asr.endpoint import Endpointer, Room, Rules, Step


def steps(likelihoods: list[float], rules: Rules | None = None) -> list[tuple[int, Step]]:
    endpointer = Endpointer(rules)
    found = [(place, endpointer.push(x)) for place, x in enumerate(likelihoods)]
    return [(place, step) for place, step in found if step]


def test_an_utterance_from_start_to_end():
    found = steps([0.0] * 3 + [0.9] * 10 + [0.1] * 16)
    assert found == [
        (4, Step.STARTED),
        (15, Step.PAUSED),
        (20, Step.SETTLED),
        (23, Step.HELD),
        (28, Step.ENDED),
    ]


def test_one_loud_frame_is_not_a_voice():
    assert steps([0.0, 0.9, 0.0, 0.9, 0.0]) == []


def test_a_short_dip_is_no_pause_and_a_longer_one_is_resumed():
    assert steps([0.9] * 4 + [0.1] * 2 + [0.9]) == [(1, Step.STARTED)]
    found = steps([0.9] * 4 + [0.1] * 5 + [0.9])
    assert found == [(1, Step.STARTED), (6, Step.PAUSED), (9, Step.RESUMED)]


def test_the_voice_stops_at_a_lower_likelihood_than_it_starts():
    assert steps([0.9] * 4 + [0.4] * 20) == [(1, Step.STARTED)]
    assert steps([0.4] * 20) == []


def test_an_utterance_can_be_ended_early():
    endpointer = Endpointer()
    for likelihood in [0.9] * 4 + [0.1] * 8:
        endpointer.push(likelihood)
    endpointer.end()
    assert not endpointer.speaking
    assert [endpointer.push(0.1) for _ in range(20)] == [None] * 20


def test_a_room_whose_noise_is_like_a_voice_needs_a_clearer_one():
    endpointer = Endpointer()
    for _ in range(300):
        assert endpointer.push(0.45) is None
    assert endpointer.threshold > 0.7
    assert [endpointer.push(x) for x in (0.6, 0.6, 0.9, 0.9)] == [None, None, None, Step.STARTED]


def test_what_is_no_louder_than_the_room_is_silence():
    endpointer = Endpointer()
    for _ in range(100):
        endpointer.push(0.1, 200.0)
    spoken = [endpointer.push(0.9, 3000.0) for _ in range(4)]
    after = [endpointer.push(0.6, 210.0) for _ in range(16)]
    assert Step.STARTED in spoken and after[-1] is Step.ENDED


def test_a_soft_voice_is_not_taken_for_the_room():
    room = Room()
    for _ in range(100):
        room.learn(0.1, 200.0)
    room.hear_voice(900.0)
    assert not room.drowns(210.0)
