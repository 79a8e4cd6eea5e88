"""The default recogniser on recorded speech."""

from __future__ import annotations

from app.asr.engine import BatchEngine
from app.asr.moonshine import MODEL_FILES, MoonshineDecoder, model_folder
from app.core.events import Transcript
from tests.asr.sounds import close_and_collect, feed, finals, silence, speech_data


def test_the_package_carries_its_model():
    assert all((model_folder() / name).stat().st_size > 100_000 for name in MODEL_FILES)


async def test_a_recorded_question_is_heard():
    engine = BatchEngine(MoonshineDecoder())
    await engine.prepare()
    await engine.prepare()
    session = engine.open("them")
    feed(session, speech_data("ga_whattimeisit.wav") + silence(1.0))
    await session.flush()
    heard = await close_and_collect(session)
    [final] = finals(heard)
    assert final.text == "What time is it?" and final.utterance.startswith("them-")
    assert any(isinstance(x, Transcript) and not x.final for x in heard)
    again = engine.open("them")
    feed(again, speech_data("wy_lamp.wav"), at=20.0)
    await again.flush()
    [second] = finals(await close_and_collect(again))
    assert second.utterance != final.utterance and "living room lamp" in second.text
    await engine.aclose()
