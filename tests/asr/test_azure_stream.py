"""The times of a stream to Azure Speech."""

import pytest

from app.asr.azure_stream import AzureService, AzureStream
from app.core.events import AudioChunk


class Sink:
    """Takes what is written."""

    def __init__(self) -> None:
        self.written = 0

    def write(self, pcm: bytes) -> None:
        self.written += len(pcm)


async def test_places_in_the_stream_are_session_times_across_a_hole():
    stream = AzureStream(AzureService("key"), (), lambda *told: None)
    stream._stream = Sink()  # type: ignore[assignment]
    stream.write(AudioChunk(bytes(32_000), "them", 10.0), now=0.0)
    stream.write(AudioChunk(bytes(32_000), "them", 50.0), now=1.0)
    assert stream.at(0.5) == 10.5 and stream.at(1.5) == 50.5
    assert stream.take_sent() == 64_000 and stream.take_sent() == 0
    assert stream.ahead_s(now=1.5) == pytest.approx(0.5)
    assert stream.behind_s(0.4) == pytest.approx(1.6) and stream.behind_s(2.5) == 0.0


def test_the_host_is_the_regions_or_the_endpoints():
    assert AzureService("k", region="westeurope").host == "westeurope.stt.speech.microsoft.com"
    assert AzureService("k", endpoint="wss://box:5000/speech").host == "box:5000"
