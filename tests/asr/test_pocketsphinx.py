"""The basic recogniser on recorded speech."""

import sys

import pytest

from app.asr.engine import BatchEngine
from app.asr.pocketsphinx import SphinxDecoder
from app.core.errors import GhostPilotError
from tests.asr.sounds import close_and_collect, feed, finals, speech_data


async def test_a_recorded_order_is_heard_without_punctuation():
    pytest.importorskip("pocketsphinx", reason="the basic extra is not installed")
    engine = BatchEngine(SphinxDecoder())
    await engine.prepare()
    session = engine.open("them")
    feed(session, speech_data("ps_goforward.wav"))
    await session.flush()
    [final] = finals(await close_and_collect(session))
    await engine.aclose()
    assert final.text == "go forward ten meters"


async def test_a_missing_package_names_its_extra(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pocketsphinx", None)
    engine = BatchEngine(SphinxDecoder())
    with pytest.raises(GhostPilotError, match=r"ghostpilot\[basic\]") as caught:
        await engine.prepare()
    assert caught.value.exit_code == 3
    await engine.aclose()
