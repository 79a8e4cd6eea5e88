"""The voice detector that the package carries."""

from app.asr.vad import FRAME_BYTES, SileroDetector
from tests.asr.sounds import speech_data


def test_silence_is_no_voice_and_a_sentence_is():
    detector = SileroDetector()
    assert detector.rate(bytes(FRAME_BYTES)) < 0.2
    pcm = speech_data("jfk.wav")
    rates = [
        detector.rate(pcm[i : i + FRAME_BYTES])
        for i in range(0, len(pcm) - FRAME_BYTES, FRAME_BYTES)
    ]
    assert max(rates) > 0.9 and 0.4 < sum(x > 0.5 for x in rates) / len(rates) < 0.95
